import { json, notFoundPage, type Answer } from "../http/answer.ts";
import { isoOf, type Call, type Route } from "../http/call.ts";
import { titlePasses } from "../http/filters.ts";
import { episodeBody, listed, movieBody, showBody } from "../http/media.ts";
import {
  episodesAiring,
  episodeTypeOf,
  moviesReleased,
  type MovieRelease,
  type ShowCalendar,
} from "../world/calendar.ts";
import { seasonOf, type Episode, type Show } from "../world/library.ts";
import type { Person } from "../world/state.ts";

const dayMs = 86_400_000;
const defaultDays = 7;
/** What is watched by so many is `hot`. Made up: Trakt goes by what is trending and anticipated. */
const hotVotes = 10_000;
/** Not in the curated calendars of what is hot. Trakt: /calendars/releases/hot/new. */
const dailyGenres: ReadonlySet<string> = new Set(["soap", "talk-show", "news", "game-show"]);

/** What a calendar is made of. */
interface Calendar {
  episodes?: ShowCalendar;
  movies?: MovieRelease;
}

// The longer names first: `/shows/new` is no start date.
const calendars: Readonly<Record<string, Calendar>> = {
  "shows/new": { episodes: "new" },
  "shows/premieres": { episodes: "premieres" },
  "shows/finales": { episodes: "finales" },
  shows: { episodes: "shows" },
  movies: { movies: "theaters" },
  streaming: { movies: "streaming" },
  dvd: { movies: "dvd" },
  media: { episodes: "shows", movies: "theaters" },
};

const hotCalendars: Readonly<Record<string, Calendar>> = {
  "releases/hot/new": { episodes: "new" },
  "releases/hot/premieres": { episodes: "premieres" },
  "releases/hot/finales": { episodes: "finales" },
  "releases/hot": { episodes: "shows", movies: "theaters" },
};

/** Without a target it is the person's own where a token came, else everybody's. */
const whose = { "my/": "required", "all/": "optional", "": "optional" } as const;

export const calendarRoutes: readonly Route[] = [
  ...Object.entries(hotCalendars).flatMap(([name, calendar]) =>
    spans(name, "optional", (call) => calendarBody(call, calendar, { person: undefined, hot: true })),
  ),
  ...(["my/", "all/", ""] as const).flatMap((target) =>
    Object.entries(calendars).flatMap(([name, calendar]) =>
      spans(`${target}${name}`, whose[target], (call) =>
        calendarBody(call, calendar, { person: target === "all/" ? undefined : call.viewer, hot: false }),
      ),
    ),
  ),
];

function spans(name: string, auth: Route["auth"], handle: (call: Call) => Answer): Route[] {
  return ["", "/:start_date", "/:start_date/:days"].map((rest) => ({
    method: "GET",
    path: `/calendars/${name}${rest}`,
    auth,
    dialect: "workers",
    handle,
  }));
}

/** Whose shows and movies: the person's own, or everybody's, or of these what is hot. */
interface Scope {
  person: Person | undefined;
  hot: boolean;
}

interface Known {
  votes?: number | undefined;
  genres: readonly string[];
}

function isHot({ votes, genres }: Known): boolean {
  return (votes ?? 0) >= hotVotes && !genres.some((genre) => dailyGenres.has(genre));
}

function isShown(call: Call, { person, hot }: Scope, show: Show): boolean {
  if (hot) return isHot(show.facts);
  return person !== undefined || (show.facts.votes ?? 0) >= call.behaviour.allCalendarMinVotes;
}

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

function dayOf(ms: number): string {
  return isoOf(ms).slice(0, 10);
}

/** Episodes and movies, by when they come. */
function calendarBody(call: Call, calendar: Calendar, scope: Scope): Answer {
  const window = windowOf(call);
  if (window === undefined) return notFoundPage();
  const type = call.query.get("type");
  const merged = calendar.episodes !== undefined && calendar.movies !== undefined;
  const entries = [
    ...(calendar.episodes === undefined || (merged && type === "movie")
      ? []
      : episodeEntries(call, calendar.episodes, window, scope)),
    ...(calendar.movies === undefined || (merged && type === "show")
      ? []
      : movieEntries(call, calendar.movies, window, scope)),
  ];
  return json(
    entries.toSorted((a, b) => a.atMs - b.atMs).map(({ body }) => body),
    200,
    { "x-start-date": dayOf(window.fromMs), "x-end-date": dayOf(window.toMs - dayMs) },
  );
}

interface Entry {
  atMs: number;
  body: unknown;
}

function episodeEntries(call: Call, calendar: ShowCalendar, window: Window, scope: Scope): Entry[] {
  const { library } = call.state;
  const types = call.query.get("episode_types")?.split(",");
  const airing = episodesAiring(call.state, calendar, window, scope.person, call.behaviour.calendarHides).flatMap(
    (episode): Airing[] => {
      const show = library.shows.get(episode.show);
      if (show === undefined || !titlePasses(call.query, { type: "show", show }) || !isShown(call, scope, show))
        return [];
      if (types !== undefined && !types.includes(episodeTypeOf(call.state, episode))) return [];
      return [{ episode, show, atMs: episode.firstAired ?? 0 }];
    },
  );
  const cards = call.query.get("group") === "day" ? byDay(airing) : airing.map((one): Card => [one]);
  return cards.map((card) => ({ atMs: card[0].atMs, body: cardBody(call, card) }));
}

interface Airing {
  episode: Episode;
  show: Show;
  atMs: number;
}
type Card = [Airing, ...Airing[]];

/** One card for what a show airs on one day. */
function byDay(airing: readonly Airing[]): Card[] {
  const cards = new Map<string, Card>();
  for (const one of airing) {
    const key = `${one.episode.show} ${dayOf(one.atMs)}`;
    const card = cards.get(key);
    if (card === undefined) cards.set(key, [one]);
    else card.push(one);
  }
  return [...cards.values()];
}

function cardBody(call: Call, card: Card): unknown {
  const [{ episode, show, atMs }] = card;
  const facts = {
    first_aired: isoOf(atMs),
    ...(call.behaviour.missingNewerKeys ? {} : { released: dayOf(atMs) }),
  };
  const body = episodeBody(call, episode);
  if (card.length > 1) {
    const season = seasonOf(call.state.library, episode.show, episode.season);
    body["episode_type"] = season?.episodes.length === card.length ? "full_season" : "multiple_episodes";
    body["episodes"] = card.map((one) => episodeBody(call, one.episode));
  }
  return listed(call, facts, { episode: body, show: showBody(call, show) });
}

function movieEntries(call: Call, release: MovieRelease, window: Window, scope: Scope): Entry[] {
  const days = { fromDay: dayOf(window.fromMs), toDay: dayOf(window.toMs) };
  return moviesReleased(call.state, release, days, scope.person)
    .filter(({ movie }) => titlePasses(call.query, { type: "movie", movie }) && (!scope.hot || isHot(movie.facts)))
    .map(({ movie, day }) => ({
      atMs: Date.parse(day),
      body: listed(call, { released: day }, { movie: movieBody(call, movie) }),
    }));
}
