import { airingsBetween, type Episode, type Movie } from "./library.ts";
import type { Person, State } from "./state.ts";

export type EpisodeType =
  | "standard"
  | "series_premiere"
  | "season_premiere"
  | "mid_season_finale"
  | "mid_season_premiere"
  | "season_finale"
  | "series_finale";

/** Which of the four calendars of shows. */
export type ShowCalendar = "shows" | "new" | "premieres" | "finales";

export type CalendarHides = "dropped" | "hidden" | "both";

/** Which of a movie's days. */
export type MovieRelease = "theaters" | "streaming" | "dvd";

/** When a movie can be streamed, and bought as a disc, after it was in theaters. Made up: the catalogue knows only that day. */
const daysAfterTheaters: Readonly<Record<MovieRelease, number>> = { theaters: 0, streaming: 45, dvd: 90 };

const dayMs = 86_400_000;
/** A break this long divides a season. Made up: Trakt has it from its sources. */
const midSeasonBreakMs = 42 * dayMs;

/** `YYYY-MM-DD`; null while it is not known. */
export function releaseDay({ facts }: Movie, release: MovieRelease): string | null {
  if (facts.released === null) return null;
  return new Date(Date.parse(facts.released) + daysAfterTheaters[release] * dayMs).toISOString().slice(0, 10);
}

export function episodeTypeOf(state: State, episode: Episode): EpisodeType {
  if (episode.season > 0 && episode.number === 1) {
    return episode.season === 1 ? "series_premiere" : "season_premiere";
  }
  const show = state.library.shows.get(episode.show);
  const season = show?.seasons.find((one) => one.number === episode.season);
  if (show === undefined || season === undefined || episode.season === 0) return "standard";
  const at = season.episodes.indexOf(episode);
  if (at === season.episodes.length - 1) {
    const over = show.facts.status === "ended" || show.facts.status === "canceled";
    return over && show.seasons.at(-1) === season ? "series_finale" : "season_finale";
  }
  if (breakBetween(season.episodes[at - 1], episode)) return "mid_season_premiere";
  return breakBetween(episode, season.episodes[at + 1]) ? "mid_season_finale" : "standard";
}

function breakBetween(before: Episode | undefined, after: Episode | undefined): boolean {
  const [ended, begins] = [before?.firstAired ?? null, after?.firstAired ?? null];
  return ended !== null && begins !== null && begins - ended >= midSeasonBreakMs;
}

/** Episodes that air from `fromMs` up to, and without, `toMs`; of everybody's shows, or of the person's. */
export function episodesAiring(
  state: State,
  calendar: ShowCalendar,
  window: { fromMs: number; toMs: number },
  person: Person | undefined,
  hides: CalendarHides,
): Episode[] {
  const mine = person === undefined ? undefined : followedBy(state, person, hides);
  return airingsBetween(state.library, window.fromMs, window.toMs).filter(
    (episode) => belongs(state, calendar, episode) && (mine === undefined || mine(episode)),
  );
}

/** Movies that come out on the days from `fromDay` up to, and without, `toDay` (`YYYY-MM-DD`), the earliest first. */
export function moviesReleased(
  state: State,
  release: MovieRelease,
  window: { fromDay: string; toDay: string },
  person: Person | undefined,
): { movie: Movie; day: string }[] {
  const mine = person === undefined ? undefined : moviesOf(person);
  return [...state.library.movies.values()]
    .flatMap((movie) => {
      const day = releaseDay(movie, release);
      if (day === null || day < window.fromDay || day >= window.toDay) return [];
      return mine === undefined || mine.has(movie.facts.ids.trakt) ? [{ movie, day }] : [];
    })
    .toSorted((a, b) => a.day.localeCompare(b.day));
}

function belongs(state: State, calendar: ShowCalendar, episode: Episode): boolean {
  switch (calendar) {
    case "shows":
      return true;
    case "new":
      return episode.season === 1 && episode.number === 1;
    case "premieres":
      return episode.season > 0 && episode.number === 1;
    case "finales":
      return episodeTypeOf(state, episode).endsWith("finale");
  }
}

/** Shows watched or on the watchlist, and single seasons and episodes on it, but what is hidden or dropped. */
function followedBy(state: State, person: Person, hides: CalendarHides): (episode: Episode) => boolean {
  const shows = new Set<number>();
  for (const play of person.plays) {
    const episode = play.movie ? undefined : state.library.episodes.get(play.trakt);
    if (episode !== undefined) shows.add(episode.show);
  }
  const watchlist = person.shelves.get("watchlist")?.entries;
  const sections = hides === "both" ? ["dropped", "calendar"] : [hides === "dropped" ? "dropped" : "calendar"];
  const hiding = sections.flatMap((section) => person.shelves.get(`hidden:${section}`)?.entries ?? []);
  return (episode) => {
    const showKey = `show:${episode.show}`;
    if (hiding.some((entries) => entries.has(showKey))) return false;
    if (shows.has(episode.show)) return true;
    if (watchlist === undefined) return false;
    return (
      watchlist.has(showKey) ||
      watchlist.has(`episode:${episode.trakt}`) ||
      watchlist.has(`season:${episode.show}:${episode.season}`)
    );
  };
}

function moviesOf(person: Person): Set<number> {
  const movies = new Set<number>();
  for (const play of person.plays) if (play.movie) movies.add(play.trakt);
  for (const key of person.shelves.get("watchlist")?.entries.keys() ?? []) {
    if (key.startsWith("movie:")) movies.add(Number(key.slice(6)));
  }
  for (const key of person.shelves.get("hidden:calendar")?.entries.keys() ?? []) {
    if (key.startsWith("movie:")) movies.delete(Number(key.slice(6)));
  }
  return movies;
}
