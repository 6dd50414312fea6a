import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { movieFilters, showFilters } from "./filters.ts";
import { MovieFacts, ShowFacts } from "./media.ts";
import { full, PathId } from "./params.ts";

const docs = "https://docs.trakt.tv/reference/recommendations";

/** 10 when it is not said, 100 at most; there are no further pages. */
const most = { limit: z.int().min(1).max(100).optional() };

const leaveOut = {
  ignore_collected: z.boolean().optional(),
  ignore_watchlisted: z.boolean().optional(),
  ignore_watched: z.boolean().optional(),
};

/** What Trakt knows of those who recommended it; `notes` is what they wrote. */
const favorited = {
  favorited_by: z.array(z.object({ user: z.object({ username: z.string() }), notes: z.string().nullish() })).nullish(),
};

/** Movies like those that the person and their friends watched, none of them watched yet. */
export const movies = defineEndpoint({
  id: "recommendations.movies",
  method: "GET",
  path: "/recommendations/movies",
  auth: "required",
  params: z.strictObject({ ...most, ...leaveOut, ...movieFilters, ...full }),
  reply: z.array(MovieFacts.extend(favorited)),
  source: docs,
});

/** Shows like those that the person and their friends watched, none of them watched yet. */
export const shows = defineEndpoint({
  id: "recommendations.shows",
  method: "GET",
  path: "/recommendations/shows",
  auth: "required",
  params: z.strictObject({ ...most, ...leaveOut, ...showFilters, ...full }),
  reply: z.array(ShowFacts.extend(favorited)),
  source: docs,
});

/** Never recommends the movie again. */
export const hideMovie = defineEndpoint({
  id: "recommendations.hide_movie",
  method: "DELETE",
  path: "/recommendations/movies/:id",
  auth: "required",
  params: z.strictObject({ id: PathId }),
  reply: z.null(),
  source: docs,
});

/** Never recommends the show again. */
export const hideShow = defineEndpoint({
  id: "recommendations.hide_show",
  method: "DELETE",
  path: "/recommendations/shows/:id",
  auth: "required",
  params: z.strictObject({ id: PathId }),
  reply: z.null(),
  source: docs,
});

/** Movies that friends of the person favorited or rated highly. */
export const friendsMovies = defineEndpoint({
  id: "recommendations.friends_movies",
  method: "GET",
  path: "/social_recommendations/movies",
  auth: "required",
  params: z.strictObject({ ...most, ...leaveOut, ...full }),
  reply: z.array(MovieFacts),
  source: docs,
});

/** Shows that friends of the person favorited or rated highly. */
export const friendsShows = defineEndpoint({
  id: "recommendations.friends_shows",
  method: "GET",
  path: "/social_recommendations/shows",
  auth: "required",
  params: z.strictObject({ ...most, ...leaveOut, ...full }),
  reply: z.array(ShowFacts),
  source: docs,
});
