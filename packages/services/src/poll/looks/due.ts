import type { LookName, ServiceSettings } from "../../context.ts";
import type { Look } from "./look.ts";
import { lineOf } from "./rhythm.ts";
import { looks } from "./table.ts";

/**
 * The looks that a poll takes: those needed, never taken, or due by their rhythm. The rhythm is a grid over time, moved by
 * the account so that not everybody looks at once, and a look is due when a line of it lies between this poll and the one
 * before: nothing has to be kept for it.
 */
export function dueLooks(poll: {
  accountId: string;
  needed: ReadonlySet<LookName>;
  seeded: readonly string[];
  tierMinutes: number;
  now: number;
  settings: Pick<ServiceSettings, "looks">;
}): Look[] {
  const { accountId, needed, seeded, tierMinutes, now, settings } = poll;
  return looks.filter(({ name }) => {
    if (!needed.has(name)) return false;
    const { everyMs } = settings.looks[name];
    if (everyMs === 0 || !seeded.includes(name)) return true;
    return lineOf(accountId, everyMs, now) !== lineOf(accountId, everyMs, now - tierMinutes * 60_000);
  });
}

/** How rarely the account may be polled for all of the looks to be taken in time, in minutes; null where there are none. */
export function slowestOf(needed: ReadonlySet<LookName>, settings: Pick<ServiceSettings, "looks">): number | null {
  return needed.size === 0 ? null : Math.min(...[...needed].map((name) => settings.looks[name].slowestMinutes));
}
