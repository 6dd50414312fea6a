import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { EpisodeFacts, MovieFacts, ShowFacts } from "./media.ts";
import { Day, full } from "./params.ts";

const docs = "https://docs.trakt.tv/reference/calendars";

/** From `start_date`, in UTC. Trakt takes 33 days at most, and took 31 for years. Trakt: calendars guide. */
const span = z.strictObject({ start_date: Day, days: z.int().min(1).max(31), ...full });

/** An episode and when it airs first, an instant in UTC. The same episode may move. */
export const CalendarEpisode = z.object({
  first_aired: z.string().nullish(),
  episode: EpisodeFacts,
  show: ShowFacts,
});
export type CalendarEpisode = z.infer<typeof CalendarEpisode>;

/** A movie and the day of its release; there is no time of day. */
export const CalendarMovie = z.object({ released: z.string().nullish(), movie: MovieFacts });
export type CalendarMovie = z.infer<typeof CalendarMovie>;

/** Episodes of the shows that the person watches, collects or has on the watchlist. */
export const myShows = defineEndpoint({
  id: "calendars.my_shows",
  method: "GET",
  path: "/calendars/my/shows/:start_date/:days",
  auth: "required",
  params: span,
  reply: z.array(CalendarEpisode),
  source: docs,
});

export const myMovies = defineEndpoint({
  id: "calendars.my_movies",
  method: "GET",
  path: "/calendars/my/movies/:start_date/:days",
  auth: "required",
  params: span,
  reply: z.array(CalendarMovie),
  source: docs,
});

/** Series premieres. Not every one: Trakt chooses by popularity. */
export const allNewShows = defineEndpoint({
  id: "calendars.all_new_shows",
  method: "GET",
  path: "/calendars/all/shows/new/:start_date/:days",
  auth: "optional",
  params: span,
  reply: z.array(CalendarEpisode),
  source: docs,
});

/** Season premieres, series premieres among them. */
export const allSeasonPremieres = defineEndpoint({
  id: "calendars.all_season_premieres",
  method: "GET",
  path: "/calendars/all/shows/premieres/:start_date/:days",
  auth: "optional",
  params: span,
  reply: z.array(CalendarEpisode),
  source: docs,
});

export const allMovies = defineEndpoint({
  id: "calendars.all_movies",
  method: "GET",
  path: "/calendars/all/movies/:start_date/:days",
  auth: "optional",
  params: span,
  reply: z.array(CalendarMovie),
  source: docs,
});
