import type { Scope } from "@showrunner/core/events/calendar.ts";
import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { Draft } from "@showrunner/core/events/envelope.ts";
import { type CalendarRow, calendarKey, dueAtOf, type EpisodeRow, type MovieRow } from "./calendar.ts";

/** Something to be emitted at its instant. */
export interface Occurrence {
  type: EventType;
  /** The same for the same occurrence wherever it moves: `episode.airing:episode:73640:mine`. */
  key: string;
  /** When the thing itself happens, ISO 8601 in UTC; `dueAt` is that much earlier or later as its offset says. */
  happensAt: string;
  /** When it is to be emitted, ISO 8601 in UTC. */
  dueAt: string;
  draft: Draft;
}

/** Besides at its instant, occurrences of a type are emitted so many minutes after it, or before it (negative). */
export interface Offset {
  type: string;
  minutes: number;
}

/**
 * What is to be emitted when a row's time comes: of `mine` every episode airing, and of both scopes premieres, finales
 * and releases. Identities are of the episode or movie, the kind, the scope and the offset: however it moves, each
 * happens once. Specials (season 0) air, and never premiere or end a season. A movie is due at midnight UTC: Trakt
 * gives no time.
 */
export function occurrencesOf(row: CalendarRow, scope: Scope, offsets: readonly Offset[] = []): Occurrence[] {
  return row.kind === "movie" ? ofMovie(row, scope, offsets) : ofEpisode(row, scope, offsets);
}

/** Those of all rows, and of seasons of which the rows hold the last episode that they are out. */
export function occurrencesIn(
  rows: readonly CalendarRow[],
  scope: Scope,
  offsets: readonly Offset[] = [],
): Occurrence[] {
  return [...rows.flatMap((row) => occurrencesOf(row, scope, offsets)), ...wholeSeasons(rows, scope, offsets)];
}

function ofMovie(row: MovieRow, scope: Scope, offsets: readonly Offset[]): Occurrence[] {
  const { movie, released, release } = row;
  const types = { theaters: "movie.releasing", streaming: "movie.streaming", disc: "movie.on_disc" } as const;
  const type = types[release ?? "theaters"];
  return spread({ type, identity: `${calendarKey(row)}:${scope}`, happensAt: dueAtOf(row) }, offsets, (facts) => ({
    type,
    subject: `movie:${movie.ids.trakt}`,
    ...facts,
    data: { movie, released, scope, ...facts.data },
  }));
}

function ofEpisode(row: EpisodeRow, scope: Scope, offsets: readonly Offset[]): Occurrence[] {
  const { show, episode, airs_at, finale } = row;
  const at = { identity: `${calendarKey(row)}:${scope}`, happensAt: dueAtOf(row) };
  const aired = { show, episode, airs_at };
  const season = { number: episode.season };
  const seasonSubject = `season:${show.ids.trakt}:${episode.season}`;
  const found: Occurrence[] = [];
  if (scope === "mine")
    found.push(
      ...spread({ type: "episode.airing", ...at }, offsets, (facts) => ({
        type: "episode.airing",
        subject: calendarKey(row),
        ...facts,
        data: { ...aired, ...facts.data },
      })),
    );
  if (episode.number === 1 && episode.season === 1)
    found.push(
      ...spread({ type: "show.premiering", ...at }, offsets, (facts) => ({
        type: "show.premiering",
        subject: `show:${show.ids.trakt}`,
        ...facts,
        data: { ...aired, scope, ...facts.data },
      })),
    );
  if (episode.number === 1 && episode.season > 1)
    found.push(
      ...spread({ type: "season.premiering", ...at }, offsets, (facts) => ({
        type: "season.premiering",
        subject: seasonSubject,
        ...facts,
        data: { ...aired, season, scope, ...facts.data },
      })),
    );
  if (finale !== undefined && episode.season > 0)
    found.push(
      // Once a season: which episode is its last may be corrected.
      ...spread({ type: "season.ending", ...at, identity: `${seasonSubject}:${scope}` }, offsets, (facts) => ({
        type: "season.ending",
        subject: seasonSubject,
        ...facts,
        data: { ...aired, season, series_finale: finale === "series", scope, ...facts.data },
      })),
    );
  return found;
}

/** A season whose finale is known is out when the last of its rows has aired. */
function wholeSeasons(rows: readonly CalendarRow[], scope: Scope, offsets: readonly Offset[]): Occurrence[] {
  const seasons = new Map<string, EpisodeRow[]>();
  for (const row of rows) {
    if (row.kind !== "episode" || row.episode.season === 0) continue;
    const subject = `season:${row.show.ids.trakt}:${row.episode.season}`;
    const known = seasons.get(subject);
    if (known === undefined) seasons.set(subject, [row]);
    else known.push(row);
  }
  return [...seasons].flatMap(([subject, episodes]) => {
    if (!episodes.some((row) => row.finale !== undefined)) return [];
    const inTime = episodes.toSorted(
      (a, b) => Date.parse(a.airs_at) - Date.parse(b.airs_at) || a.episode.number - b.episode.number,
    );
    const last = inTime.at(-1);
    if (last === undefined) return [];
    const happensAt = dueAtOf(last);
    const { show, episode, airs_at } = last;
    // The premiere is known here only while it has not aired, or just has.
    const all_at_once = inTime.some((row) => row.episode.number === 1 && dueAtOf(row) === happensAt);
    return spread({ type: "season.aired", identity: `${subject}:${scope}`, happensAt }, offsets, (facts) => ({
      type: "season.aired",
      subject,
      ...facts,
      data: { show, episode, season: { number: episode.season }, airs_at, all_at_once, scope, ...facts.data },
    }));
  });
}

/** What of a draft its offset decides. */
interface Told {
  time: string;
  identity: string;
  data: { offset_minutes?: number };
}

/** The occurrence at its instant, and one for each offset that somebody wants of it. */
function spread(
  of: { type: EventType; identity: string; happensAt: string },
  offsets: readonly Offset[],
  draftOf: (told: Told) => Draft,
): Occurrence[] {
  const { type, happensAt } = of;
  const wanted = new Set(offsets.filter((one) => one.type === type && one.minutes !== 0).map((one) => one.minutes));
  return [0, ...wanted].map((minutes) => {
    const identity = minutes === 0 ? of.identity : `${of.identity}:${minutes}`;
    const dueMs = Date.parse(happensAt) + minutes * 60_000;
    const dueAt = minutes === 0 || Number.isNaN(dueMs) ? happensAt : new Date(dueMs).toISOString();
    const data = minutes === 0 ? {} : { offset_minutes: minutes };
    return { type, key: `${type}:${identity}`, happensAt, dueAt, draft: draftOf({ time: dueAt, identity, data }) };
  });
}
