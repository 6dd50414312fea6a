import type { Draft } from "@showrunner/core/events/envelope.ts";
import { Episode, Movie, Show } from "@showrunner/core/media.ts";
import * as z from "zod";
import { instantOf } from "./instant.ts";
import { incompleteItem, listedItemKey } from "./item.ts";
import { inOrder } from "./order.ts";
import { changesOf, mergeSet, type SetDiff, type SetOf, type SetRead } from "./set.ts";

/** One row of the history. `id` is Trakt's history id: beyond 32 bits, safe as a number. */
export const Play = z.object({
  id: z.int(),
  watched_at: z.string(),
  action: z.string(),
  item_type: z.enum(["episode", "movie"]),
  episode: Episode.optional(),
  show: Show.optional(),
  movie: Movie.optional(),
});
export type Play = z.infer<typeof Play>;

const history: SetOf<Play, number> = {
  key: (play) => play.id,
  time: (play) => play.watched_at,
  same: () => true,
};

/**
 * `episode.watched` and `movie.watched` for plays that are new; `play.removed` for those gone from a whole read.
 * Throws Problem `item.incomplete` for a play that does not say of what.
 */
export function diffPlays(read: SetDiff<Play>): Draft[] {
  const changes = changesOf(history, read);
  return inOrder([
    ...changes.added.map(watchedDraft),
    ...changes.removed.map((play) => removedDraft(play, read.removedAt)),
  ]);
}

/** The next snapshot, sorted by id. */
export function mergePlays(read: SetRead<Play>): Play[] {
  return mergeSet(history, read);
}

/**
 * Whether a read of the newest pages accounts for the whole history: `after` holds the first pages (newest
 * watched first, no gap), `itemCount` is Trakt's X-Pagination-Item-Count of the same read. False means that a
 * play was removed, or added with a date behind the pages read: then the history must be read whole.
 *
 * Pages that hold nothing known yet never agree: a removal far back and one more new play on the next page would
 * make up for each other. What remains unseen is as many plays removed behind the pages read as were added there.
 */
export function playsAgree(read: { before: readonly Play[]; after: readonly Play[]; itemCount: number }): boolean {
  const seen = new Set(read.after.map((play) => play.id));
  const oldestRead = read.after.reduce<string | undefined>((oldest, play) => {
    const time = instantOf(play.watched_at);
    return oldest === undefined || time < oldest ? time : oldest;
  }, undefined);
  const meetsKnown = read.before.some((play) => seen.has(play.id));
  if (!meetsKnown && seen.size < read.itemCount) return false;
  const all = new Set(seen);
  for (const play of read.before) {
    // Plays of the oldest minute read may continue on the next page; a newer one has no place to hide.
    const covered = oldestRead !== undefined && instantOf(play.watched_at) > oldestRead;
    if (covered && !seen.has(play.id)) return false;
    all.add(play.id);
  }
  return all.size === read.itemCount;
}

function watchedDraft(play: Play): Draft {
  const { episode, show, movie } = play;
  const facts = { time: instantOf(play.watched_at), identity: playIdentity(play) };
  const data = { play_id: play.id, watched_at: play.watched_at, action: play.action };
  if (play.item_type === "episode" && episode !== undefined && show !== undefined) {
    return { type: "episode.watched", subject: listedItemKey(play), ...facts, data: { ...data, episode, show } };
  }
  if (play.item_type === "movie" && movie !== undefined) {
    return { type: "movie.watched", subject: listedItemKey(play), ...facts, data: { ...data, movie } };
  }
  throw incompleteItem(play);
}

function removedDraft(play: Play, removedAt: string): Draft {
  const { id, action: _, ...rest } = play;
  return {
    type: "play.removed",
    subject: listedItemKey(play),
    time: instantOf(removedAt),
    identity: playIdentity(play),
    data: { play_id: id, ...rest },
  };
}

const playIdentity = (play: Play): string => `play:${play.id}`;
