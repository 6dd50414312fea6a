import { viewKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { Services } from "../context.ts";
import { getSettings, zoneOf } from "../timing/settings.ts";
import { dateIn } from "../timing/wall-clock.ts";
import { type Airing, airings } from "./calendar-kept.ts";
import { FollowedShow } from "./followed-shows.ts";
import { playedLately } from "./played-lately.ts";
import { parseQuery } from "./query.ts";

const wholeDays = "must be a whole number from 1 to 62";

export const CalendarQuery = z.strictObject({
  /** Today, in the person's zone, when left out. */
  from: z.iso.date("must be a day such as 2026-11-20").optional(),
  days: z
    .union(
      [
        z.int(),
        z
          .string()
          .regex(/^\d{1,2}$/, wholeDays)
          .transform(Number),
      ],
      wholeDays,
    )
    .pipe(z.int().min(1, wholeDays).max(62, wholeDays))
    .default(7),
});

/** An airing, and whether the person has seen the episode; null where that is not known. */
export type CalendarEntry =
  | (Extract<Airing, { kind: "episode" }> & { watched: boolean | null })
  | Extract<Airing, { kind: "movie" }>;

/** What airs for a person, day by day of their own zone. */
export interface CalendarView {
  zone: string;
  today: string;
  days: { date: string; entries: CalendarEntry[] }[];
}

/** People plan a season ahead, and look back over one; what is beyond is not asked of Trakt. */
const mostDaysAway = 400;
const dayMs = 24 * 3_600_000;

/**
 * What airs for a person, by the calendars that Trakt makes of what they watch and have on their watchlist. Throws
 * Problem `view.invalid`, and what `askTrakt` does.
 */
export async function calendar(
  ctx: Services,
  account: Account,
  asked: unknown,
  signal?: AbortSignal,
): Promise<CalendarView> {
  const zone = zoneOf(account, await getSettings(ctx, account.id));
  const now = ctx.clock.now();
  const today = dateIn(zone, now);
  const near = CalendarQuery.refine(
    // What is no day has been told already.
    ({ from }) => from === undefined || !(Math.abs(Date.parse(from) - now) > mostDaysAway * dayMs),
    { path: ["from"], message: `must be within ${mostDaysAway} days of today` },
  );
  const query = parseQuery(near, asked);
  const first = query.from === undefined ? today : Temporal.PlainDate.from(query.from);
  const dates = Array.from({ length: query.days }, (_, at) => first.add({ days: at }));
  const startOf = (date: Temporal.PlainDate): number => date.toZonedDateTime({ timeZone: zone }).epochMilliseconds;
  const from = Math.min(startOf(first), Date.parse(first.toString()));
  const end = first.add({ days: query.days });
  const to = Math.max(startOf(end), Date.parse(end.toString()));
  const rows = await airings(ctx, account, from, to, signal);

  const byDate = Map.groupBy(rows, (row) => dayOf(row, zone));
  const shown = dates.flatMap((date) => byDate.get(date.toString()) ?? []);
  const seen = await seenAmong(ctx, account.id, shown, now);
  return {
    zone,
    today: today.toString(),
    days: dates.map((date) => ({
      date: date.toString(),
      entries: (byDate.get(date.toString()) ?? [])
        .toSorted(inOrder)
        .map((row) => (row.kind === "movie" ? row : { ...row, watched: seen(row) })),
    })),
  };
}

const dayOf = (row: Airing, zone: string): string =>
  row.kind === "movie" ? row.released : dateIn(zone, Date.parse(row.airsAt)).toString();

/** Movies first, for they have no time; then by the clock. */
function inOrder(a: Airing, b: Airing): number {
  const key = (row: Airing): string =>
    row.kind === "movie"
      ? ` ${row.movie.title}`
      : [row.airsAt, row.show.title, String(row.season).padStart(4, "0"), String(row.number).padStart(5, "0")].join(
          " ",
        );
  return key(a) < key(b) ? -1 : 1;
}

type EpisodeAiring = Extract<Airing, { kind: "episode" }>;

/** Which of some episodes the person has seen: by what polls and the view of progress know, without asking Trakt. */
async function seenAmong(
  ctx: Services,
  accountId: string,
  rows: readonly Airing[],
  nowMs: number,
): Promise<(row: EpisodeAiring) => boolean | null> {
  const aired = rows.filter((row) => row.kind === "episode").filter((row) => Date.parse(row.airsAt) <= nowMs);
  if (aired.length === 0) return () => false;
  const shows = [...new Set(aired.map((row) => row.show.trakt))];
  const [plays, items] = await Promise.all([
    playedLately(ctx, accountId),
    ctx.store.getMany(shows.map((id) => viewKey(accountId, `progress#${id}`))),
  ]);
  const followed = new Map(
    items.flatMap((item): [number, FollowedShow][] => {
      const one = FollowedShow.safeParse(item.data).data;
      return one === undefined ? [] : [[one.show.ids.trakt, one]];
    }),
  );
  return (row) => {
    if (Date.parse(row.airsAt) > nowMs) return false;
    if (plays.episodes.has(row.trakt)) return true;
    const season = followed.get(row.show.trakt)?.read?.progress.seasons.find(({ number }) => number === row.season);
    if (season?.seen.includes(row.number) === true) return true;
    // What aired since the first of those plays was entered is among them, if it was watched at all.
    const isKnown = season !== undefined || Date.parse(row.airsAt) >= plays.knownFrom;
    return isKnown ? false : null;
  };
}
