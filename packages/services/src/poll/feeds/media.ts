import type { Episode, Movie, Season, Show } from "@showrunner/core/media.ts";

/** What of Trakt's standard media objects a snapshot keeps: enough to name a thing, and its ids. */
export function compactShow(show: Show): Show {
  const { title, year, ids } = show;
  return { title, ...(year == null ? {} : { year }), ids: compactIds(ids) };
}

export function compactMovie(movie: Movie): Movie {
  const { title, year, ids } = movie;
  return { title, ...(year == null ? {} : { year }), ids: compactIds(ids) };
}

export function compactEpisode(episode: Episode): Episode {
  const { season, number, title, ids } = episode;
  return { season, number, ...(title == null ? {} : { title }), ids: { trakt: ids.trakt } };
}

export function compactSeason(season: Season): Season {
  const trakt = season.ids?.trakt;
  return { number: season.number, ...(trakt === undefined ? {} : { ids: { trakt } }) };
}

// Both of Trakt's backends give these, one in other orders and with more members; only these are compared.
function compactIds(ids: Show["ids"]): Show["ids"] {
  const { trakt, slug, tvdb, imdb, tmdb } = ids;
  return {
    trakt,
    ...(slug == null ? {} : { slug }),
    ...(tvdb == null ? {} : { tvdb }),
    ...(imdb == null || imdb === "" ? {} : { imdb }),
    ...(tmdb == null ? {} : { tmdb }),
  };
}
