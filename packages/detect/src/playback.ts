import type { Draft } from "@showrunner/core/events/envelope.ts";
import { Episode, Movie, Show } from "@showrunner/core/media.ts";
import * as z from "zod";
import { instantOf, sameInstant } from "./instant.ts";
import { listedItemKey } from "./item.ts";
import { inOrder } from "./order.ts";
import { changesOf, mergeSet, type SetDiff, type SetOf, type SetRead } from "./set.ts";

/** What is played: an episode with its show, or a movie. */
export const PlayedItem = z.object({
  item_type: z.enum(["episode", "movie"]),
  episode: Episode.optional(),
  show: Show.optional(),
  movie: Movie.optional(),
});
export type PlayedItem = z.infer<typeof PlayedItem>;

/** Where something was paused, in percent of it. */
export const PausedRow = PlayedItem.extend({ percent: z.number(), paused_at: z.string() });
export type PausedRow = z.infer<typeof PausedRow>;

const paused: SetOf<PausedRow, string> = {
  key: listedItemKey,
  time: (row) => row.paused_at,
  same: (before, after) => sameInstant(before.paused_at, after.paused_at),
};

/** `playback.paused` for what is paused and was not, or was at another time. What is paused no more is no news. */
export function diffPaused(read: SetDiff<PausedRow>): Draft[] {
  const changes = changesOf(paused, read);
  return inOrder(
    [...changes.added, ...changes.changed.map((change) => change.after)].map((row): Draft => {
      const subject = listedItemKey(row);
      const time = instantOf(row.paused_at);
      return { type: "playback.paused", subject, time, identity: `${subject}@${time}`, data: { ...row } };
    }),
  );
}

/** The next snapshot, sorted by item. */
export function mergePaused(read: SetRead<PausedRow>): PausedRow[] {
  return mergeSet(paused, read);
}
