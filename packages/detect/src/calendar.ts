import type { Draft } from "@showrunner/core/events/envelope.ts";
import { Episode, Movie, Show } from "@showrunner/core/media.ts";
import * as z from "zod";
import { instantOf } from "./instant.ts";
import { byValue, inOrder } from "./order.ts";
import { byKey, type SetOf } from "./set.ts";

const EpisodeRow = z.object({
  kind: z.literal("episode"),
  show: Show,
  episode: Episode,
  airs_at: z.string(),
  /** Trakt calls it the last episode of its season, or of the whole show. */
  finale: z.enum(["season", "series"]).optional(),
});
export type EpisodeRow = z.infer<typeof EpisodeRow>;
const MovieRow = z.object({
  kind: z.literal("movie"),
  movie: Movie,
  released: z.string(),
  /** Of which of a movie's days it tells; the first release when left out. */
  release: z.enum(["streaming", "disc"]).optional(),
});
export type MovieRow = z.infer<typeof MovieRow>;

/** An entry of a calendar: an episode at its instant (ISO 8601, UTC), or a movie on one of its days (`YYYY-MM-DD`). */
export const CalendarRow = z.discriminatedUnion("kind", [EpisodeRow, MovieRow]);
export type CalendarRow = z.infer<typeof CalendarRow>;

/** What a read of the calendar covers, ISO 8601: from `from` up to, and without, `to`. */
export interface CalendarWindow {
  from: string;
  to: string;
}

/** `episode:73640`, `movie:1`, `movie:1:streaming`: never a date, for episodes move. */
export function calendarKey(row: CalendarRow): string {
  if (row.kind === "episode") return `episode:${row.episode.ids.trakt}`;
  const movie = `movie:${row.movie.ids.trakt}`;
  return row.release === undefined ? movie : `${movie}:${row.release}`;
}

const calendar: SetOf<CalendarRow, string> = {
  key: calendarKey,
  time: dueAtOf,
  same: (before, after) => dueAtOf(before) === dueAtOf(after),
};

/**
 * `episode.scheduled` for episodes that are new in the window and yet to air, `episode.rescheduled` for known ones
 * that moved and are yet to air. A row that enters at the far edge is scheduled; one that is gone, or left at the
 * near edge, is nothing; an episode that moved beyond the far edge is scheduled again, at its new time, when the
 * window reaches it.
 */
export function diffCalendar(read: {
  before: readonly CalendarRow[];
  after: readonly CalendarRow[];
  window: CalendarWindow;
  now: string;
}): Draft[] {
  const known = byKey(calendar, read.before);
  const now = instantOf(read.now);
  const drafts: Draft[] = [];
  for (const [key, row] of byKey(calendar, read.after)) {
    if (row.kind !== "episode") continue;
    if (dueAtOf(row) <= now) continue;
    const before = known.get(key);
    if (before === undefined) {
      if (isInside(row, read.window)) drafts.push(scheduledDraft(row, now));
    } else if (before.kind === "episode" && !calendar.same(before, row)) {
      drafts.push(rescheduledDraft(row, before.airs_at, now));
    }
  }
  return inOrder(drafts);
}

/**
 * The next snapshot, sorted by key: what was read, less what is new but outside the window (to be told of when the
 * window reaches it); and what was known beyond the far edge, of which this read says nothing.
 */
export function mergeCalendar(read: {
  before: readonly CalendarRow[];
  after: readonly CalendarRow[];
  window: CalendarWindow;
}): CalendarRow[] {
  const known = byKey(calendar, read.before);
  const rows = new Map<string, CalendarRow>();
  for (const [key, row] of known) if (dueAtOf(row) >= instantOf(read.window.to)) rows.set(key, row);
  for (const [key, row] of byKey(calendar, read.after))
    if (known.has(key) || isInside(row, read.window)) rows.set(key, row);
  return [...rows].toSorted(([a], [b]) => byValue(a, b)).map(([, row]) => row);
}

function scheduledDraft(row: EpisodeRow, now: string): Draft {
  const { show, episode, airs_at } = row;
  return {
    type: "episode.scheduled",
    subject: calendarKey(row),
    // A calendar does not say when it was changed.
    time: now,
    identity: movedIdentity(row),
    data: { show, episode, airs_at },
  };
}

function rescheduledDraft(row: EpisodeRow, previously_airs_at: string, now: string): Draft {
  const { show, episode, airs_at } = row;
  return {
    type: "episode.rescheduled",
    subject: calendarKey(row),
    time: now,
    identity: movedIdentity(row),
    data: { show, episode, airs_at, previously_airs_at },
  };
}

/** Its new time, and not the one before: that depends on when we looked. */
const movedIdentity = (row: EpisodeRow): string => `${calendarKey(row)}@${dueAtOf(row)}`;

/** The instant of a row, ISO 8601 in UTC: a movie's day begins at midnight UTC. */
export function dueAtOf(row: CalendarRow): string {
  return instantOf(row.kind === "episode" ? row.airs_at : row.released);
}

/** A movie has its whole day: a window that begins within the day holds it. */
function isInside(row: CalendarRow, window: CalendarWindow): boolean {
  const dueAt = dueAtOf(row);
  const from = instantOf(window.from);
  const starts = row.kind === "episode" ? from : `${from.slice(0, 10)}T00:00:00.000Z`;
  return dueAt >= starts && dueAt < instantOf(window.to);
}
