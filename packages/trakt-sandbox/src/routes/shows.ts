import { empty, json, notFoundPage, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { episodeBody, movieBody, seasonBody, showBody, unheardOf } from "../http/media.ts";
import { findMovie, findShow } from "../http/named.ts";
import { page } from "../http/pages.ts";
import type { Show } from "../world/library.ts";
import { progressOf, type SeasonProgress } from "../world/progress.ts";

const dayMs = 86_400_000;
/** How far back updates are kept. Trakt: /shows/updates. */
const updatesDays = 30;

export const showRoutes: readonly Route[] = [
  ...["/shows/updates", "/shows/updates/:start_date"].map((path): Route => ({
    method: "GET",
    path,
    auth: "optional",
    dialect: "rails",
    handle: updates,
  })),
  { method: "GET", path: "/shows/:id", auth: "optional", dialect: "workers", handle: summary },
  { method: "GET", path: "/shows/:id/seasons", auth: "optional", dialect: "workers", handle: seasons },
  { method: "GET", path: "/shows/:id/next_episode", auth: "optional", dialect: "workers", handle: nextEpisode },
  {
    method: "GET",
    path: "/shows/:id/progress/watched",
    auth: "required",
    dialect: "rails",
    handle: progress,
  },
  {
    method: "GET",
    path: "/movies/:id",
    auth: "optional",
    dialect: "workers",
    handle: (call) => {
      const movie = call.state.library.movies.get(findMovie(call.state.library, call.params.id ?? "") ?? 0);
      return movie === undefined ? notFoundPage() : json(movieBody(call, movie));
    },
  },
];

function showOf(call: Call): Show | undefined {
  const { library } = call.state;
  return library.shows.get(findShow(library, call.params.id ?? "") ?? 0);
}

function summary(call: Call): Answer {
  const show = showOf(call);
  return show === undefined ? notFoundPage() : json(showBody(call, show));
}

/** The workers answer an unknown slug with an empty list. */
function seasons(call: Call): Answer {
  const show = showOf(call);
  if (show === undefined) return call.dialect === "workers" ? json([]) : notFoundPage();
  return json(
    show.seasons.map((season) => ({
      ...seasonBody(call, season),
      ...(call.extended.has("episodes")
        ? { episodes: inOrder(call, season.episodes).map((episode) => episodeBody(call, episode)) }
        : {}),
    })),
  );
}

function nextEpisode(call: Call): Answer {
  const show = showOf(call);
  if (show === undefined) return notFoundPage();
  const [next] = show.seasons
    .flatMap((season) => season.episodes)
    .filter((episode) => episode.season > 0 && (episode.firstAired ?? 0) > call.nowMs)
    .toSorted((a, b) => (a.firstAired ?? 0) - (b.firstAired ?? 0));
  return next === undefined ? empty(204) : json(episodeBody(call, next));
}

function updates(call: Call): Answer {
  const asked = Date.parse(call.params.start_date ?? "");
  const earliest = Math.floor(call.nowMs / dayMs) * dayMs - updatesDays * dayMs;
  const from = Math.max(Number.isNaN(asked) ? call.nowMs - dayMs : asked, earliest);
  const shows = [...call.state.library.shows.values()]
    .filter((show) => show.updatedAt >= from)
    .toSorted((a, b) => b.updatedAt - a.updatedAt);
  const headers = { "x-start-date": isoOf(from) };
  return page(call, shows, { defaultLimit: 10, headers }, (show) => ({
    updated_at: isoOf(show.updatedAt),
    show: showBody(call, show),
  }));
}

function progress(call: Call): Answer {
  const show = showOf(call);
  if (show === undefined) return notFoundPage();
  const asked = (name: string): boolean => call.query.get(name) === "true";
  const found = progressOf(call.state, me(call), show.facts.ids.trakt, call.nowMs, {
    specials: asked("specials"),
    countSpecials: asked("count_specials"),
    hidden: asked("hidden"),
  });
  const { aired, completed, lastWatchedAt, resetAt, hiddenSeasons, next, last } = found;
  return json(
    unheardOf(call, {
      aired,
      completed,
      last_watched_at: lastWatchedAt === null ? null : isoOf(lastWatchedAt),
      reset_at: resetAt === null ? null : isoOf(resetAt),
      seasons: found.seasons.map((season) => seasonProgressBody(call, season)),
      hidden_seasons: hiddenSeasons.map((season) => seasonBody(call, season)),
      next_episode: next === null ? null : episodeBody(call, next),
      last_episode: last === null ? null : episodeBody(call, last),
    }),
  );
}

function inOrder<T>(call: Call, episodes: readonly T[]): readonly T[] {
  return call.behaviour.episodesReversed ? episodes.toReversed() : episodes;
}

function seasonProgressBody(call: Call, { season, aired, completed, episodes }: SeasonProgress): unknown {
  return {
    number: season.number,
    title: season.number === 0 ? "Specials" : `Season ${season.number}`,
    aired,
    completed,
    episodes: inOrder(call, episodes).map(({ episode, lastWatchedAt, plays }) => ({
      number: episode.number,
      completed: plays > 0,
      last_watched_at: lastWatchedAt === null ? null : isoOf(lastWatchedAt),
    })),
  };
}
