import { json, type Answer } from "../http/answer.ts";
import { isoOf, type Call } from "../http/call.ts";
import { seasonOf, type Episode } from "../world/library.ts";
import type { Person } from "../world/state.ts";
import { timeOf } from "./history.ts";

type Times = Record<string, string[]>;

/**
 * Every play's time by Trakt's ids: `{movie: [T]}`, `{episode: [T]}` or `{show: {season: {episode: [T]}}}`, where a
 * season is its id or, with `season_numbers`, its number. All at once; in pages when asked for.
 */
export function readWatchedMinimal(call: Call, person: Person, type: "movies" | "shows" | "episodes"): Answer {
  const from = timeOf(call.query.get("start_at"), Number.NEGATIVE_INFINITY);
  const to = timeOf(call.query.get("end_at"), Number.POSITIVE_INFINITY);
  const movies: Times = {};
  const episodes: Times = {};
  const shows: Record<string, Record<string, Times>> = {};
  for (const { movie, trakt, watchedAt } of person.plays) {
    if (watchedAt < from || watchedAt > to) continue;
    const at = isoOf(watchedAt);
    if (movie) {
      (movies[trakt] ??= []).push(at);
      continue;
    }
    const episode = call.state.library.episodes.get(trakt);
    if (episode === undefined || (episode.season === 0 && call.query.get("specials") !== "true")) continue;
    (episodes[trakt] ??= []).push(at);
    const seasons = (shows[episode.show] ??= {});
    ((seasons[seasonName(call, episode)] ??= {})[episodeName(call, episode)] ??= []).push(at);
  }
  return json(paged(call, { movies, shows, episodes }[type]));
}

function seasonName(call: Call, episode: Episode): string {
  if (byNumber(call)) return String(episode.season);
  return String(seasonOf(call.state.library, episode.show, episode.season)?.trakt ?? episode.season);
}

function episodeName(call: Call, episode: Episode): string {
  return String(byNumber(call) ? episode.number : episode.trakt);
}

function byNumber(call: Call): boolean {
  return call.query.get("season_numbers") === "true";
}

function paged(call: Call, all: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const limit = Number(call.query.get("limit") ?? "");
  if (!Number.isInteger(limit) || limit < 1) return all;
  const from = (Math.max(1, Number(call.query.get("page") ?? "1") || 1) - 1) * limit;
  return Object.fromEntries(Object.entries(all).slice(from, from + limit));
}
