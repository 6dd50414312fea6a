import type { Account } from "@showrunner/core/records.ts";
import { readCalendar } from "@showrunner/trakt/calendar-chunks.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Calendars from "@showrunner/trakt/contract/calendars.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { dropped, hidden } from "../poll/feeds/hidden.ts";
import { history } from "../poll/feeds/history.ts";
import { watchlist } from "../poll/feeds/watchlist.ts";
import { keptRows } from "./kept-rows.ts";
import { oneFlight } from "./one-flight.ts";

const Title = z.object({ trakt: z.int(), slug: z.string().nullable(), title: z.string(), year: z.int().nullable() });

/** What airs, or is released, as Trakt's calendars of a person have it. */
export const Airing = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("episode"),
    show: Title,
    trakt: z.int(),
    season: z.int(),
    number: z.int(),
    title: z.string().nullable(),
    /** ISO 8601. */
    airsAt: z.string(),
    runtimeMinutes: z.number().nullable(),
    network: z.string().nullable(),
    premiere: z.enum(["show", "season"]).nullable(),
    finale: z.enum(["half_season", "season", "show"]).nullable(),
  }),
  /** A movie has a day and no time. */
  z.object({ kind: z.literal("movie"), movie: Title, released: z.string(), runtimeMinutes: z.number().nullable() }),
]);
export type Airing = z.infer<typeof Airing>;

/** Days of UTC that are read, and kept, together: as many as Trakt gives at once. */
const spanDays = Calendars.calendarMaxDays;
const dayMs = 24 * 3_600_000;
/** Of somebody who follows every soap there is; the rest of such a month is left out. */
const mostRows = 3000;

const activityKeys = [history, watchlist, hidden, dropped].flatMap((feed) => feed.activityKeys);
const flight = oneFlight<Airing[]>();

/** What airs for a person from one instant to another (epoch ms) and some days around, in no order. */
export async function airings(
  ctx: Services,
  account: Account,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<Airing[]> {
  const first = Math.floor(from / (spanDays * dayMs));
  const last = Math.floor((to - 1) / (spanDays * dayMs));
  const parts = Array.from({ length: last - first + 1 }, (_, at) => ({
    name: `calendar#${first + at}`,
    read: (session: TraktSession) => readSpan(session, first + at),
  }));
  const view = { row: Airing, activityKeys, maxAgeMs: ctx.settings.calendarRefreshMs };
  return await flight(ctx, [account.id, first, last], signal, (ends) => keptRows(ctx, account, view, parts, ends));
}

async function readSpan(session: TraktSession, span: number): Promise<Airing[]> {
  const start_date = new Date(span * spanDays * dayMs).toISOString().slice(0, 10);
  const ask = { start_date, days: spanDays, extended: "full" as const };
  const [episodes, movies] = await Promise.all([
    readCalendar(session, Calendars.myShows, ask),
    readCalendar(session, Calendars.myMovies, ask),
  ]);
  return [...episodes.map(episodeOf), ...movies.map(movieOf)].filter((one) => one !== undefined).slice(0, mostRows);
}

function episodeOf({ first_aired, episode, show }: Calendars.CalendarEpisode): Airing | undefined {
  if (first_aired == null) return undefined;
  const { season, number, episode_type } = episode;
  return {
    kind: "episode",
    show: titleOf(show),
    trakt: episode.ids.trakt,
    season,
    number,
    title: episode.title ?? null,
    airsAt: new Date(first_aired).toISOString(),
    runtimeMinutes: episode.runtime ?? show.runtime ?? null,
    network: show.network ?? null,
    premiere: number !== 1 || season === 0 ? null : season === 1 ? "show" : "season",
    finale: finaleOf(episode_type ?? ""),
  };
}

function finaleOf(type: string): "half_season" | "season" | "show" | null {
  if (type === "series_finale") return "show";
  if (type === "season_finale") return "season";
  return type === "mid_season_finale" ? "half_season" : null;
}

function movieOf({ released, movie }: Calendars.CalendarMovie): Airing | undefined {
  if (released == null) return undefined;
  return {
    kind: "movie",
    movie: titleOf(movie),
    released: released.slice(0, 10),
    runtimeMinutes: movie.runtime ?? null,
  };
}

type Titled = Pick<Calendars.CalendarEpisode["show"], "title" | "year" | "ids">;

const titleOf = ({ title, year, ids }: Titled) => ({
  trakt: ids.trakt,
  slug: ids.slug ?? null,
  title,
  year: year ?? null,
});
