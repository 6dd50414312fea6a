import { empty, json, notFoundPage, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { episodeBody, seasonBody, unheardOf } from "../http/media.ts";
import { titleNamed } from "../http/titles.ts";
import type { Show } from "../world/library.ts";
import {
  collectionProgressOf,
  progressOf,
  statsOf,
  type EpisodeProgress,
  type ProgressOptions,
  type ProgressStats,
  type SeasonProgress,
  type ShowProgress,
} from "../world/progress.ts";

const watched = "/shows/:id/progress/watched";

export const progressRoutes: readonly Route[] = [
  { method: "GET", path: watched, auth: "required", dialect: "rails", handle: ofShow(watchedProgress) },
  { method: "POST", path: `${watched}/reset`, auth: "required", dialect: "rails", handle: ofShow(reset) },
  { method: "DELETE", path: `${watched}/reset`, auth: "required", dialect: "rails", handle: ofShow(undoReset) },
  {
    method: "GET",
    path: "/shows/:id/progress/collection",
    auth: "required",
    dialect: "rails",
    handle: ofShow(collectionProgress),
  },
];

function ofShow(handle: (call: Call, show: Show) => Answer): (call: Call) => Answer {
  return (call) => {
    const named = titleNamed(call, "show");
    return named?.type === "show" ? handle(call, named.show) : notFoundPage();
  };
}

/** What of the show the caller wants to be counted, as all answers with progress take it. */
export function progressOptions(call: Call, activity: "watched" | "collected"): ProgressOptions {
  return {
    specials: call.query.get("specials") === "true",
    countSpecials: call.query.get("count_specials") !== "false",
    hidden: call.query.get("hidden") === "true",
    byActivity: call.query.get("last_activity") === activity,
  };
}

function watchedProgress(call: Call, show: Show): Answer {
  const options = progressOptions(call, "watched");
  const found = progressOf(call.state, me(call), show.facts.ids.trakt, call.nowMs, options);
  return json(watchedProgressBody(call, found, call.query.get("include_stats") === "true"));
}

/** The body of /shows/:id/progress/watched, with `stats` of the show, its seasons and its episodes, or without. */
export function watchedProgressBody(call: Call, found: ShowProgress, withStats: boolean): Body {
  const { aired, completed, lastWatchedAt, resetAt } = found;
  const stats = (episodes: readonly EpisodeProgress[]): Body =>
    withStats ? { stats: statsBody(statsOf(call.state, episodes)) } : {};
  return unheardOf(call, {
    aired,
    completed,
    last_watched_at: lastWatchedAt === null ? null : isoOf(lastWatchedAt),
    reset_at: resetAt === null ? null : isoOf(resetAt),
    ...stats(found.counted),
    seasons: found.seasons.map((season) => ({
      ...seasonProgressBody(call, season, (one) => ({
        last_watched_at: one.lastWatchedAt === null ? null : isoOf(one.lastWatchedAt),
        ...stats([one]),
      })),
      ...stats(season.episodes),
    })),
    ...surroundings(call, found),
  });
}

function collectionProgress(call: Call, show: Show): Answer {
  const options = progressOptions(call, "collected");
  const found = collectionProgressOf(call.state, me(call), show.facts.ids.trakt, call.nowMs, options);
  const { aired, completed, lastWatchedAt } = found;
  return json(
    unheardOf(call, {
      aired,
      completed,
      last_collected_at: lastWatchedAt === null ? null : isoOf(lastWatchedAt),
      // Of no meaning here; Trakt's contract has the two answers alike.
      reset_at: null,
      seasons: found.seasons.map((season) =>
        seasonProgressBody(call, season, (one) => ({
          collected_at: one.lastWatchedAt === null ? null : isoOf(one.lastWatchedAt),
        })),
      ),
      ...surroundings(call, found),
    }),
  );
}

function reset(call: Call, show: Show): Answer {
  call.world.resetProgress(me(call).username, show.facts.ids.trakt);
  return { ...empty(204), changed: 1 };
}

function undoReset(call: Call, show: Show): Answer {
  const { trakt } = show.facts.ids;
  const wasReset = me(call).resets.has(trakt);
  if (wasReset) call.world.undoReset(me(call).username, trakt);
  return { ...empty(204), changed: wasReset ? 1 : 0 };
}

type Body = Record<string, unknown>;

function seasonProgressBody(
  call: Call,
  { season, aired, completed, episodes }: SeasonProgress,
  facts: (one: EpisodeProgress) => Body,
): Body {
  return {
    number: season.number,
    title: season.number === 0 ? "Specials" : `Season ${season.number}`,
    aired,
    completed,
    episodes: inOrder(call, episodes).map((one) => ({
      number: one.episode.number,
      completed: one.plays > 0,
      ...facts(one),
    })),
  };
}

function surroundings(call: Call, { hiddenSeasons, next, last }: ShowProgress): Body {
  return {
    hidden_seasons: hiddenSeasons.map((season) => seasonBody(call, season)),
    next_episode: next === null ? null : episodeBody(call, next),
    last_episode: last === null ? null : episodeBody(call, last),
  };
}

function statsBody({ plays, minutesWatched, minutesLeft }: ProgressStats): Body {
  return { play_count: plays, minutes_watched: minutesWatched, minutes_left: minutesLeft };
}

/** Episodes as the sandbox is told to order them. */
export function inOrder<T>(call: Call, episodes: readonly T[]): readonly T[] {
  return call.behaviour.episodesReversed ? episodes.toReversed() : episodes;
}
