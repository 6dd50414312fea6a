import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { mediaFilters, movieFilters, showFilters } from "./filters.ts";
import { EpisodeFacts, MovieFacts, ShowFacts } from "./media.ts";
import { Day, full } from "./params.ts";

const docs = "https://docs.trakt.tv/reference/calendars";

/** In one call. Trakt takes 33 as of 2026, and took 31 for years. Trakt: calendars guide. */
export const calendarMaxDays = 31;

/** From `start_date`, in UTC; left out: from today, 7 days. Longer spans: calendar-chunks.ts. */
const span = { start_date: Day.optional(), days: z.int().min(1).max(calendarMaxDays).optional(), ...full };

/** `day` makes one entry of a show's episodes of one day: no source for events. */
const group = { group: z.literal("day").optional() };
const type = { type: z.enum(["movie", "show"]).optional() };

const showParams = z.strictObject({ ...span, ...group, ...showFilters });
const movieParams = z.strictObject({ ...span, ...movieFilters });
const mediaParams = z.strictObject({ ...span, ...group, ...type, ...mediaFilters });

/** `full_season` and `multiple_episodes` are types that only grouped entries have, with the `episodes` in them. */
const CalendarEpisodeFacts = EpisodeFacts.extend({ episodes: z.array(EpisodeFacts).nullish() });

/** An episode and when it airs first, an instant in UTC. The same episode may move. */
export const CalendarEpisode = z.object({
  first_aired: z.string().nullish(),
  /** The day that the country of the show gives it. */
  released: z.string().nullish(),
  episode: CalendarEpisodeFacts,
  show: ShowFacts,
});
export type CalendarEpisode = z.infer<typeof CalendarEpisode>;

/** A movie and the day of its release; there is no time of day. */
export const CalendarMovie = z.object({ released: z.string().nullish(), movie: MovieFacts });
export type CalendarMovie = z.infer<typeof CalendarMovie>;

/** Either a movie with `released`, or an episode and its show with `first_aired`. */
export const CalendarMedia = z.object({
  released: z.string().nullish(),
  movie: MovieFacts.nullish(),
  first_aired: z.string().nullish(),
  episode: CalendarEpisodeFacts.nullish(),
  show: ShowFacts.nullish(),
});
export type CalendarMedia = z.infer<typeof CalendarMedia>;

const whose = { my: "required", all: "optional" } as const;

function ofShows<const Path extends string>(id: string, path: Path, auth: "none" | "optional" | "required") {
  return defineEndpoint({
    id: `calendars.${id}`,
    method: "GET",
    path: `/calendars/${path}/:start_date?/:days?` as const,
    auth,
    params: showParams,
    reply: z.array(CalendarEpisode),
    source: docs,
  });
}

function ofMovies<const Path extends string>(id: string, path: Path, auth: "optional" | "required") {
  return defineEndpoint({
    id: `calendars.${id}`,
    method: "GET",
    path: `/calendars/${path}/:start_date?/:days?` as const,
    auth,
    params: movieParams,
    reply: z.array(CalendarMovie),
    source: docs,
  });
}

function ofMedia<const Path extends string>(id: string, path: Path, auth: "none" | "optional" | "required") {
  return defineEndpoint({
    id: `calendars.${id}`,
    method: "GET",
    path: `/calendars/${path}/:start_date?/:days?` as const,
    auth,
    params: mediaParams,
    reply: z.array(CalendarMedia),
    source: docs,
  });
}

/** Episodes of the shows that the person watches or has on the watchlist; hidden ones may still be there (trakt-api #744). */
export const myShows = ofShows("my_shows", "my/shows", whose.my);

/** Series premieres among them. */
export const myNewShows = ofShows("my_new_shows", "my/shows/new", whose.my);

/** Season premieres among them, series premieres too. */
export const mySeasonPremieres = ofShows("my_season_premieres", "my/shows/premieres", whose.my);

/** Finales among them: of a half season, a season or the series. */
export const myFinales = ofShows("my_finales", "my/shows/finales", whose.my);

export const myMovies = ofMovies("my_movies", "my/movies", whose.my);

/** By the days on which they can be streamed first. */
export const myStreaming = ofMovies("my_streaming", "my/streaming", whose.my);

/** By the days on which their discs come out. */
export const myDvd = ofMovies("my_dvd", "my/dvd", whose.my);

/** Movies and episodes, by the time that they are available. */
export const myMedia = ofMedia("my_media", "my/media", whose.my);

/** Episodes of everybody's shows. */
export const allShows = ofShows("all_shows", "all/shows", whose.all);

/** Series premieres. Not every one: Trakt chooses by popularity. */
export const allNewShows = ofShows("all_new_shows", "all/shows/new", whose.all);

/** Season premieres, series premieres among them. */
export const allSeasonPremieres = ofShows("all_season_premieres", "all/shows/premieres", whose.all);

/** Finales of half seasons, seasons and series. */
export const allFinales = ofShows("all_finales", "all/shows/finales", whose.all);

export const allMovies = ofMovies("all_movies", "all/movies", whose.all);

/** By the days on which they can be streamed first. */
export const allStreaming = ofMovies("all_streaming", "all/streaming", whose.all);

/** By the days on which their discs come out. */
export const allDvd = ofMovies("all_dvd", "all/dvd", whose.all);

/** Movies and episodes, by the time that they are available. */
export const allMedia = ofMedia("all_media", "all/media", whose.all);

/** With a token the person's own shows, without one everybody's; so are the four after it. */
export const shows = ofShows("shows", "shows", "optional");
export const newShows = ofShows("new_shows", "shows/new", "optional");
export const seasonPremieres = ofShows("season_premieres", "shows/premieres", "optional");
export const movies = ofMovies("movies", "movies", "optional");
export const media = ofMedia("media", "media", "optional");

/** Of everybody, what many watch or wait for; movies and episodes. */
export const hotReleases = ofMedia("hot_releases", "releases/hot", "none");

/** Season premieres that many wait for. */
export const hotPremieres = ofShows("hot_premieres", "releases/hot/premieres", "none");

/** Finales that many wait for. */
export const hotFinales = ofShows("hot_finales", "releases/hot/finales", "none");

/** Series premieres that many wait for; no soaps, talk shows, news or game shows. */
export const hotNewShows = ofShows("hot_new_shows", "releases/hot/new", "none");
