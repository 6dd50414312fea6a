import { unreachable } from "@showrunner/core/errors.ts";
import { episodeTypeOf } from "../world/calendar.ts";
import { commentCount } from "../world/comments.ts";
import { itemOf } from "../world/items.ts";
import { airedCount, hasAired, seasonOf, type Episode, type Movie, type Season, type Show } from "../world/library.ts";
import type { Person } from "../world/state.ts";
import { languagesOf } from "../world/title-facts.ts";
import { scoreOf } from "../world/votes.ts";
import { isoOf, type Call } from "./call.ts";
import { imagesOf } from "./images.ts";

type Body = Record<string, unknown>;

/** A show as the call's dialect and `extended` have it. */
export function showBody(call: Call, show: Show): Body {
  const { facts } = show;
  const ids = idsOf(call, facts.ids, facts.ids.slug);
  const aired = call.behaviour.missingNewerKeys ? {} : { aired_episodes: airedCount(show, call.nowMs) };
  const body: Body =
    call.dialect === "workers"
      ? { ids, year: facts.year, title: facts.title, ...aired }
      : { title: facts.title, year: facts.year, ids };
  if (call.extended.has("full")) {
    Object.assign(body, {
      tagline: "",
      overview: null,
      first_aired: show.firstAired === null ? null : isoOf(show.firstAired),
      airs: { day: null, time: null, timezone: null, ...facts.airs },
      runtime: facts.runtime ?? null,
      certification: facts.certification ?? null,
      network: facts.network ?? null,
      country: facts.country ?? null,
      trailer: null,
      homepage: null,
      status: facts.status,
      ...scoreOf(call.state, `show:${facts.ids.trakt}`, facts),
      comment_count: commentCount(call.state, `show:${facts.ids.trakt}`),
      updated_at: isoOf(show.updatedAt),
      language: facts.language ?? null,
      languages: facts.language === undefined ? [] : [facts.language],
      available_translations: languagesOf({ type: "show", show }),
      genres: facts.genres,
      subgenres: [],
      aired_episodes: airedCount(show, call.nowMs),
      original_title: facts.title,
    });
  }
  return unheardOf(call, Object.assign(body, imagesOf(call, "shows", facts.ids.trakt)));
}

export function movieBody(call: Call, movie: Movie): Body {
  const { facts } = movie;
  const ids = idsOf(call, { ...facts.ids, tvdb: undefined }, facts.ids.slug);
  const body: Body =
    call.dialect === "workers"
      ? { ids, year: facts.year, title: facts.title }
      : { title: facts.title, year: facts.year, ids };
  if (call.extended.has("full")) {
    Object.assign(body, {
      tagline: "",
      overview: null,
      released: facts.released,
      runtime: facts.runtime ?? null,
      country: facts.country ?? null,
      trailer: null,
      homepage: null,
      status: facts.status,
      ...scoreOf(call.state, `movie:${facts.ids.trakt}`, facts),
      comment_count: commentCount(call.state, `movie:${facts.ids.trakt}`),
      updated_at: isoOf(movie.updatedAt),
      language: facts.language ?? null,
      languages: facts.language === undefined ? [] : [facts.language],
      available_translations: languagesOf({ type: "movie", movie }),
      genres: facts.genres,
      subgenres: [],
      certification: facts.certification ?? null,
      original_title: facts.title,
    });
  }
  return unheardOf(call, Object.assign(body, imagesOf(call, "movies", facts.ids.trakt)));
}

export function seasonBody(call: Call, season: Season): Body {
  const ids = idsOf(call, { trakt: season.trakt });
  const body: Body = call.dialect === "workers" ? { ids, number: season.number } : { number: season.number, ids };
  if (call.extended.has("full")) {
    const first = season.episodes.find((episode) => episode.firstAired !== null)?.firstAired ?? null;
    Object.assign(body, {
      ...scoreOf(call.state, `season:${season.show}:${season.number}`),
      episode_count: season.episodes.length,
      aired_episodes: season.episodes.filter((episode) => hasAired(episode, call.nowMs)).length,
      title: season.number === 0 ? "Specials" : `Season ${season.number}`,
      overview: null,
      // The workers say nothing of what is not known, Rails that it is nothing.
      ...(first === null && call.dialect === "workers" ? {} : { first_aired: first === null ? null : isoOf(first) }),
      updated_at: isoOf(Math.max(0, ...season.episodes.map((episode) => episode.updatedAt))),
      network: call.state.library.shows.get(season.show)?.facts.network ?? null,
    });
  }
  return unheardOf(call, Object.assign(body, imagesOf(call, "seasons", season.trakt)));
}

export function episodeBody(call: Call, episode: Episode): Body {
  const ids = idsOf(call, { ...episode.ids, trakt: episode.trakt });
  const { season, number, title } = episode;
  const body: Body = call.dialect === "workers" ? { ids, number, season, title } : { season, number, title, ids };
  if (call.extended.has("full")) {
    const show = call.state.library.shows.get(episode.show);
    Object.assign(body, {
      number_abs: null,
      overview: null,
      ...scoreOf(call.state, `episode:${episode.trakt}`),
      comment_count: commentCount(call.state, `episode:${episode.trakt}`),
      first_aired: episode.firstAired === null ? null : isoOf(episode.firstAired),
      updated_at: isoOf(episode.updatedAt),
      available_translations: show === undefined ? [] : languagesOf({ type: "show", show }),
      runtime: episode.runtime,
      episode_type: episodeTypeOf(call.state, episode),
      original_title: title,
    });
  }
  return unheardOf(call, Object.assign(body, imagesOf(call, "episodes", episode.trakt)));
}

/** `{type, movie}`, `{type, show}`, `{type, season, show}` or `{type, episode, show}`; undefined when it is gone. */
export function itemBody(call: Call, key: string): Body | undefined {
  const { library } = call.state;
  const item = itemOf(key);
  switch (item.type) {
    case "movie": {
      const movie = library.movies.get(item.trakt);
      return movie && { type: "movie", movie: movieBody(call, movie) };
    }
    case "show": {
      const show = library.shows.get(item.trakt);
      return show && { type: "show", show: showBody(call, show) };
    }
    case "season": {
      const season = seasonOf(library, item.show, item.number);
      const show = library.shows.get(item.show);
      return season && show && { type: "season", season: seasonBody(call, season), show: showBody(call, show) };
    }
    case "episode": {
      const episode = library.episodes.get(item.trakt);
      const show = episode && library.shows.get(episode.show);
      return episode && show && { type: "episode", episode: episodeBody(call, episode), show: showBody(call, show) };
    }
    default:
      return unreachable(item);
  }
}

/** What is listed beside its facts: the workers put the item first, Rails last. */
export function listed(call: Call, facts: Body, item: Body): Body {
  return unheardOf(call, call.dialect === "workers" ? { ...item, ...facts } : { ...facts, ...item });
}

export function userBody(call: Call, person: Person): Body {
  const { username, name, vip, slug, trakt } = person;
  const full = call.extended.has("full");
  return unheardOf(call, {
    username,
    private: person.private,
    deleted: false,
    name,
    vip,
    vip_ep: false,
    director: false,
    ids: call.dialect === "workers" || full ? { slug, trakt } : { slug },
    ...(full ? { joined_at: isoOf(person.joinedAt), ...profileBody(person) } : {}),
    ...(call.extended.has("vip") ? { vip_og: false, vip_years: vip ? 1 : 0, vip_cover_image: null } : {}),
  });
}

/** What people tell of themselves; Trakt's own picture stands for those who have none. */
export function profileBody(person: Person): Body {
  const { location, about, gender, age, avatar } = person.social.profile;
  const full = avatar ?? "https://walter-r2.trakt.tv/placeholders/medium/fry.png";
  return { location, about, gender, age, images: { avatar: { full } } };
}

/** Keys that no client has heard of, where the sandbox is told to have some. */
export function unheardOf(call: Call, body: Body): Body {
  return call.behaviour.extraKeys ? { ...body, unheard_of: { since: "tomorrow", values: [1, null] } } : body;
}

interface AnyIds {
  trakt: number;
  tvdb?: number | undefined;
  imdb?: string | undefined;
  tmdb?: number | undefined;
}

function idsOf(call: Call, ids: AnyIds, slug?: string): Body {
  const { trakt, tvdb = null, imdb = null, tmdb = null } = ids;
  if (call.dialect === "workers") {
    const plex = slug === undefined ? null : { guid: null, slug };
    return slug === undefined ? { imdb, plex, tmdb, tvdb, trakt } : { imdb, plex, slug, tmdb, tvdb, trakt };
  }
  return slug === undefined
    ? { trakt, tvdb, imdb, tmdb, tvrage: null }
    : { trakt, slug, tvdb, imdb, tmdb, tvrage: null };
}
