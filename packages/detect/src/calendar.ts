import type { Scope } from "@showrunner/core/events/calendar.ts";
import type { Draft } from "@showrunner/core/events/envelope.ts";
import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { Episode, Movie, Show } from "@showrunner/core/media.ts";
import * as z from "zod";
import { instantOf } from "./instant.ts";
import { byValue, inOrder } from "./order.ts";
import { byKey, type SetOf } from "./set.ts";

const EpisodeRow = z.object({ kind: z.literal("episode"), show: Show, episode: Episode, airs_at: z.string() });
type EpisodeRow = z.infer<typeof EpisodeRow>;
const MovieRow = z.object({ kind: z.literal("movie"), movie: Movie, released: z.string() });
type MovieRow = z.infer<typeof MovieRow>;

/** An entry of a calendar: an episode at its instant (ISO 8601, UTC), or a movie on its day (`YYYY-MM-DD`). */
export const CalendarRow = z.discriminatedUnion("kind", [EpisodeRow, MovieRow]);
export type CalendarRow = z.infer<typeof CalendarRow>;

/** What a read of the calendar covers, ISO 8601: from `from` up to, and without, `to`. */
export interface CalendarWindow {
  from: string;
  to: string;
}

/** `episode:73640`, `movie:1`: never a date, for episodes move. */
export function calendarKey(row: CalendarRow): string {
  return row.kind === "episode" ? `episode:${row.episode.ids.trakt}` : `movie:${row.movie.ids.trakt}`;
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

/** Something to be emitted at its instant. */
export interface Occurrence {
  type: EventType;
  /** The same for the same occurrence wherever it moves: `episode.airing:episode:73640:mine`. */
  key: string;
  /** ISO 8601, UTC. */
  dueAt: string;
  draft: Draft;
}

/**
 * What is to be emitted when a row's time comes: of `mine` every episode airing, and of both scopes premieres and
 * releases. Identities are of the episode or movie, the kind and the scope: however it moves, it happens once.
 * Specials (season 0) air, and never premiere. A movie is due at midnight UTC: Trakt gives no time.
 */
export function occurrencesOf(row: CalendarRow, scope: Scope): Occurrence[] {
  const dueAt = dueAtOf(row);
  const identity = `${calendarKey(row)}:${scope}`;
  return draftsOf(row, scope, { time: dueAt, identity }).map((draft) => ({
    type: draft.type,
    key: `${draft.type}:${identity}`,
    dueAt,
    draft,
  }));
}

function draftsOf(row: CalendarRow, scope: Scope, facts: { time: string; identity: string }): Draft[] {
  if (row.kind === "movie") {
    const { movie, released } = row;
    return [{ type: "movie.releasing", subject: calendarKey(row), ...facts, data: { movie, released, scope } }];
  }
  const { show, episode, airs_at } = row;
  const data = { show, episode, airs_at };
  const drafts: Draft[] = [];
  if (scope === "mine") drafts.push({ type: "episode.airing", subject: calendarKey(row), ...facts, data });
  if (episode.number === 1 && episode.season === 1) {
    drafts.push({ type: "show.premiering", subject: `show:${show.ids.trakt}`, ...facts, data: { ...data, scope } });
  }
  if (episode.number === 1 && episode.season > 1) {
    drafts.push({
      type: "season.premiering",
      subject: `season:${show.ids.trakt}:${episode.season}`,
      ...facts,
      data: { ...data, season: { number: episode.season }, scope },
    });
  }
  return drafts;
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

function dueAtOf(row: CalendarRow): string {
  return instantOf(row.kind === "episode" ? row.airs_at : row.released);
}

/** A movie has its whole day: a window that begins within the day holds it. */
function isInside(row: CalendarRow, window: CalendarWindow): boolean {
  const dueAt = dueAtOf(row);
  const from = instantOf(window.from);
  const starts = row.kind === "episode" ? from : `${from.slice(0, 10)}T00:00:00.000Z`;
  return dueAt >= starts && dueAt < instantOf(window.to);
}
