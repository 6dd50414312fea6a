import { json, notFoundPage, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { episodeBody, listed, movieBody, showBody } from "../http/media.ts";
import { episodesAiring, moviesReleased, type ShowCalendar } from "../world/calendar.ts";
import { passesFilters } from "../http/filters.ts";

const dayMs = 86_400_000;
const defaultDays = 7;

const calendars: Readonly<Record<string, ShowCalendar>> = {
  shows: "shows",
  "shows/new": "new",
  "shows/premieres": "premieres",
  "shows/finales": "finales",
};

export const calendarRoutes: readonly Route[] = (["my", "all"] as const).flatMap((whose): Route[] => {
  const route = (name: string, handle: (call: Call) => Answer): Route[] =>
    ["", "/:start_date", "/:start_date/:days"].map((rest) => ({
      method: "GET",
      path: `/calendars/${whose}/${name}${rest}`,
      auth: whose === "my" ? "required" : "optional",
      dialect: "workers",
      handle,
    }));
  return [
    // The longer names first: `/shows/new` is no start date.
    ...Object.entries(calendars)
      .toReversed()
      .flatMap(([name, calendar]) => route(name, (call) => shows(call, whose, calendar))),
    ...route("movies", (call) => movies(call, whose)),
  ];
});

interface Window {
  fromMs: number;
  toMs: number;
}

/** Whole days, in UTC; more days than the most are cut. Undefined: no date. */
function windowOf(call: Call): Window | undefined {
  const { start_date, days } = call.params;
  const fromMs = Date.parse(`${start_date ?? isoOf(call.nowMs).slice(0, 10)}T00:00:00Z`);
  const count = days === undefined ? defaultDays : Number(days);
  if (Number.isNaN(fromMs) || !Number.isInteger(count) || count < 1) return undefined;
  return { fromMs, toMs: fromMs + Math.min(count, call.behaviour.calendarMaxDays) * dayMs };
}

function headersOf({ fromMs, toMs }: Window): Record<string, string> {
  return { "x-start-date": isoOf(fromMs).slice(0, 10), "x-end-date": isoOf(toMs - dayMs).slice(0, 10) };
}

function shows(call: Call, whose: "my" | "all", calendar: ShowCalendar): Answer {
  const window = windowOf(call);
  if (window === undefined) return notFoundPage();
  const { library } = call.state;
  const person = whose === "my" ? me(call) : undefined;
  const episodes = episodesAiring(call.state, calendar, window, person, call.behaviour.calendarHides);
  const body = episodes.flatMap((episode) => {
    const show = library.shows.get(episode.show);
    if (show === undefined || !passesFilters(call.query, show.facts)) return [];
    if (whose === "all" && (show.facts.votes ?? 0) < call.behaviour.allCalendarMinVotes) return [];
    const facts = { first_aired: isoOf(episode.firstAired ?? 0) };
    return [listed(call, facts, { episode: episodeBody(call, episode), show: showBody(call, show) })];
  });
  return json(body, 200, headersOf(window));
}

function movies(call: Call, whose: "my" | "all"): Answer {
  const window = windowOf(call);
  if (window === undefined) return notFoundPage();
  const days = { fromDay: isoOf(window.fromMs).slice(0, 10), toDay: isoOf(window.toMs).slice(0, 10) };
  const body = moviesReleased(call.state, days, whose === "my" ? me(call) : undefined)
    .filter((movie) => passesFilters(call.query, movie.facts))
    .map((movie) => listed(call, { released: movie.facts.released }, { movie: movieBody(call, movie) }));
  return json(body, 200, headersOf(window));
}
