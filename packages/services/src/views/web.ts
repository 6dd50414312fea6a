import type { Episode, Movie, Show } from "@showrunner/core/media.ts";

/** Where people see a thing; Trakt's pages go by slugs, and by its numbers where there is none. */
const site = "https://trakt.tv";

const nameOf = (thing: Movie | Show): string | number => thing.ids.slug ?? thing.ids.trakt;

export const movieUrl = (movie: Movie): string => `${site}/movies/${nameOf(movie)}`;
export const showUrl = (show: Show): string => `${site}/shows/${nameOf(show)}`;
export const episodeUrl = (show: Show, { season, number }: Episode): string =>
  `${showUrl(show)}/seasons/${season}/episodes/${number}`;
export const personUrl = (slug: string): string => `${site}/users/${slug}`;
