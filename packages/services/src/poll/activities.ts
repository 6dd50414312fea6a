import type * as Sync from "@showrunner/trakt/contract/sync.ts";
import type * as z from "zod";

/** Trakt's activity timestamps by `section.key`, and `all`. */
export type Activities = ReadonlyMap<string, string>;

/** `/sync/last_activities` as one flat map: every key is optional, unknown ones are kept. */
export function flattenActivities(reply: z.infer<typeof Sync.lastActivities.reply>): Activities {
  const flat = new Map<string, string>();
  for (const [section, value] of Object.entries(reply)) {
    if (typeof value === "string") flat.set(section, value);
    else if (typeof value === "object" && value !== null)
      for (const [key, at] of Object.entries(value)) if (typeof at === "string") flat.set(`${section}.${key}`, at);
  }
  return flat;
}
