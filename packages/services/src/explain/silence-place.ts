import { CalendarRow } from "@showrunner/detect/calendar.ts";
import { HiddenRow } from "@showrunner/detect/hidden.ts";
import type { Services } from "../context.ts";
import { loadSnapshot } from "../poll/snapshots.ts";
import { Things } from "../rules/things.ts";
import { type Cause, cause, type Silence } from "./cause.ts";

/** Whether a show or movie is on the person's own calendar, by what polls keep: it is hidden, or none of theirs. */
export async function placeCauses(
  ctx: Services,
  accountId: string,
  { about }: Silence,
): Promise<{ causes: Cause[]; unknown: string[] }> {
  const [calendar, hidden, dropped, history, watchlist] = await Promise.all([
    loadSnapshot(ctx, accountId, "calendar", CalendarRow),
    loadSnapshot(ctx, accountId, "hidden", HiddenRow),
    loadSnapshot(ctx, accountId, "dropped", HiddenRow),
    loadSnapshot(ctx, accountId, "history", Things),
    loadSnapshot(ctx, accountId, "watchlist", Things),
  ]);
  const isIt = (row: Things): boolean => row[about.kind]?.ids.trakt === about.trakt;
  const causes: Cause[] = [];
  const hiding = (hidden?.rows ?? []).filter((row) => row.item_type === about.kind && isIt(row));
  const calendarHiding = hiding.find((row) => row.section === "calendar");
  if (calendarHiding !== undefined)
    causes.push(
      cause(
        "hidden",
        Date.parse(calendarHiding.hidden_at),
        `You hid ${about.title} from your calendar: Trakt leaves it out of what comes.`,
      ),
    );
  const dropping = (dropped?.rows ?? []).find(isIt);
  if (dropping !== undefined)
    causes.push(
      cause(
        "dropped",
        Date.parse(dropping.hidden_at),
        `You dropped ${about.title}: Trakt leaves it out of your calendar.`,
      ),
    );
  const isComing = calendar?.rows.some((row) => isIt(row)) === true;
  const isWatched = history?.rows.some(isIt);
  const isListed = watchlist?.rows.some(isIt);
  if (isComing || isWatched === true || isListed === true) return { causes, unknown: [] };
  if (isWatched === false && isListed === false)
    causes.push(
      cause(
        "not_yours",
        null,
        `${about.title} is none of yours: you never watched it, and it is not on your watchlist, so that Trakt does not put it on your calendar.`,
      ),
    );
  else if (calendar !== undefined)
    causes.push(
      cause(
        "not_yours",
        null,
        `${about.title} is not on your calendar: that has what comes of shows that you watched or that are on your watchlist.`,
      ),
    );
  return { causes, unknown: unknownWords(about.title, { hidden, dropped, history, watchlist }) };
}

/** What no rule needs is not kept, and cannot be looked at. */
function unknownWords(title: string, kept: Record<string, unknown>): string[] {
  const missing = Object.keys(kept).filter((feed) => kept[feed] === undefined);
  if (missing.length === 0) return [];
  const does = missing.length === 1 ? "is" : "are";
  return [`Your ${missing.join(", ")} ${does} not read for any rule: whether ${title} is there is not known here.`];
}
