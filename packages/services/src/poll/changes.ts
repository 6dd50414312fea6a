import { Show } from "@showrunner/core/media.ts";
import { sharedKey } from "@showrunner/core/keys.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { loadAll, parseItem } from "../stored.ts";
import { historyTtl } from "../ttl.ts";

const found = {
  show: Show,
  /** When Trakt says the show was updated: the same however often it is read. */
  at: z.string(),
  /** When we found it, which is the order in which accounts look. */
  foundAt: z.string(),
};
/** A change of a show's life, as everybody's reading of Trakt's updates found it: another status, or a season more. */
const StatusChange = z.object({ ...found, before: z.string(), after: z.string() });
const SeasonChange = z.object({ ...found, season: z.int() });
const Change = z.union([StatusChange, SeasonChange]);
export type Change = z.infer<typeof Change>;

const prefix = "STATUS#";

export async function writeChange(ctx: Services, change: Change): Promise<void> {
  const kind = "season" in change ? "#season" : "";
  await ctx.store.put({
    ...sharedKey(`${prefix}${change.foundAt}#${change.show.ids.trakt}${kind}`),
    v: 1,
    data: change,
    ttl: historyTtl(ctx),
  });
}

/** What was found since a time, the oldest first. */
export async function changesSince(ctx: Services, since: string): Promise<Change[]> {
  const all = await loadAll(ctx.store, Change, sharedKey("").pk, prefix);
  return all.map((one) => one.value).filter((one) => one.foundAt > since);
}

/**
 * When the newest change of any show was found; undefined before the first. The changes themselves tell: what is noted
 * after them could be missing after a crash.
 */
export async function newestChange(ctx: Services): Promise<string | undefined> {
  const { pk } = sharedKey("");
  const { items } = await ctx.store.query({ pk, prefix, descending: true, limit: 1 });
  return items[0] === undefined ? undefined : parseItem(Change, items[0]).value.foundAt;
}
