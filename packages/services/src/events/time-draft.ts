import { ChangeEvent, type DraftOf } from "@showrunner/core/events/envelope.ts";
import { index, sortableTime } from "@showrunner/core/keys.ts";
import { Episode, Movie, Show } from "@showrunner/core/media.ts";
import { CalendarRow } from "@showrunner/detect/calendar.ts";
import { lastTime, nextTime } from "@showrunner/rules/cron.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { loadSnapshot } from "../poll/snapshots.ts";
import type { TimedRule } from "../schedule/rule-timer.ts";
import { parseItem } from "../stored.ts";

const dayMs = 24 * 3_600_000;
/** Of a yearly rule, too, the last month is told. */
const longestMs = 31 * dayMs;
/** Lines of each list: a message of more is read by nobody. */
const mostLines = 50;
/** Events looked at: somebody's busiest month has fewer. */
const mostEvents = 2000;

const Named = z.object({ show: Show.optional(), episode: Episode.optional(), movie: Movie.optional() });
type Named = z.infer<typeof Named>;
const Happened = Named.extend({
  watched_at: z.string().optional(),
  airs_at: z.string().optional(),
  offset_minutes: z.number().optional(),
});

/** What a rule's time is told with: the person's events since the time before, and their calendar until the next. */
export async function timeDraft(ctx: Services, rule: TimedRule, atMs: number): Promise<DraftOf<"time.scheduled">> {
  const { accountId, ruleId, cron, timezone } = rule;
  const time = sortableTime(atMs);
  const before = lastTime(cron, timezone, atMs - longestMs, atMs - 1);
  const next = nextTime(cron, timezone, atMs);
  const from = sortableTime(before ?? atMs - longestMs);
  const until = sortableTime(Math.min(next ?? atMs + longestMs, atMs + longestMs));
  const { watched, aired } = await pastOf(ctx, accountId, from, time);
  const airing = await comingTo(ctx, accountId, time, until);
  const timed = (one: Timed): string => `${clockOf(one.at, timezone)} ${nameOf(one.thing)}`;
  return {
    type: "time.scheduled",
    subject: `rule:${ruleId}`,
    time,
    identity: `${ruleId}@${time}`,
    data: {
      rule_id: ruleId,
      cron,
      timezone,
      from,
      until,
      watched: watched.slice(0, mostLines).map((one) => nameOf(one.thing)),
      watched_count: watched.length,
      episodes_watched: watched.filter((one) => one.thing.episode !== undefined).length,
      movies_watched: watched.filter((one) => one.thing.movie !== undefined).length,
      aired: aired.slice(0, mostLines).map(timed),
      aired_count: aired.length,
      airing: airing.slice(0, mostLines).map(timed),
      airing_count: airing.length,
    },
  };
}

interface Timed {
  at: string;
  thing: Named;
}

const inTime = (a: Timed, b: Timed): number =>
  Date.parse(a.at) - Date.parse(b.at) || (nameOf(a.thing) < nameOf(b.thing) ? -1 : 1);

/** What was recorded since a time, and happened since: plays that were entered for long ago are of then. */
async function pastOf(
  ctx: Services,
  accountId: string,
  from: string,
  to: string,
): Promise<{ watched: Timed[]; aired: Timed[] }> {
  const watched: Timed[] = [];
  const aired: Timed[] = [];
  const isWithin = (at: string): boolean => Date.parse(at) >= Date.parse(from) && Date.parse(at) < Date.parse(to);
  let seen = 0;
  let after: string | undefined;
  do {
    const page = await ctx.store.queryIndex({ gsi1pk: index.timeline(accountId), descending: true, after });
    for (const item of page.items) {
      const event = parseItem(ChangeEvent, item).value;
      if (event.recordedtime < from || ++seen > mostEvents)
        return { watched: watched.toSorted(inTime), aired: aired.toSorted(inTime) };
      if (!tells(event.type) || event.appliedrule !== undefined) continue;
      const data = Happened.parse(event.data);
      const at = data.watched_at ?? data.airs_at;
      if (at === undefined || !isWithin(at) || data.offset_minutes !== undefined) continue;
      (data.watched_at === undefined ? aired : watched).push({ at, thing: data });
    }
    after = page.next;
  } while (after !== undefined);
  return { watched: watched.toSorted(inTime), aired: aired.toSorted(inTime) };
}

const tells = (type: string): boolean =>
  type === "episode.watched" || type === "movie.watched" || type === "episode.airing";

async function comingTo(ctx: Services, accountId: string, from: string, until: string): Promise<Timed[]> {
  const calendar = await loadSnapshot(ctx, accountId, "calendar", CalendarRow);
  return (calendar?.rows ?? [])
    .flatMap((row) => (row.kind === "episode" ? [{ at: row.airs_at, thing: row }] : []))
    .filter(({ at }) => Date.parse(at) >= Date.parse(from) && Date.parse(at) < Date.parse(until))
    .toSorted(inTime);
}

/** `Game of Thrones 2×08 The Prince of Winterfell`. */
function nameOf({ show, episode, movie }: Named): string {
  if (episode === undefined) return movie?.title ?? show?.title ?? "";
  const number = `${episode.season}×${String(episode.number).padStart(2, "0")}`;
  return [show?.title, number, episode.title].filter(Boolean).join(" ");
}

/** `Sun 21:00`, by the person's clocks. */
function clockOf(at: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", hour: "2-digit", minute: "2-digit" });
  return format.format(Date.parse(at)).replace(",", "");
}
