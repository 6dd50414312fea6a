import type { Draft } from "@showrunner/core/events/envelope.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarKey, CalendarRow, diffCalendar, mergeCalendar } from "./calendar.ts";
import { occurrencesOf } from "./occurrences.ts";
import {
  calendarRow,
  type CalendarState,
  calendarStates,
  calendarSteps,
  hourOf,
  isInWindow,
  readCalendar,
  windowAt,
} from "./testing/calendar-world.ts";
import { checked, factOf } from "./testing/drafts.ts";
import { aMovie, anEpisode, aShow } from "./testing/things.ts";

const keyOf = (n: number): string => calendarKey(calendarRow(n, 0));

/** One poll of the calendar as it is: what is told, and the next snapshot. */
function pollCalendar(snapshot: CalendarRow[], state: CalendarState) {
  const read = { before: snapshot, after: readCalendar(state), window: windowAt(state.hour) };
  return { told: checked(diffCalendar({ ...read, now: hourOf(state.hour) })), next: mergeCalendar(read) };
}

/** When each episode airs, for somebody who knows nothing but events. */
function hear(times: Map<string, string>, told: readonly Draft[]): void {
  for (const draft of told) {
    if (draft.type !== "episode.scheduled" && draft.type !== "episode.rescheduled") {
      throw new Error(`the calendar told ${draft.type}`);
    }
    times.set(draft.subject, draft.data.airs_at);
  }
}

/** What the calendar has ahead within its window. */
const aheadIn = ({ hour, airs }: CalendarState): [key: string, airsAt: string][] =>
  [...airs].filter(([, at]) => at > hour && isInWindow(hour, at)).map(([n, at]) => [keyOf(n), hourOf(at)]);

const timesIn = (rows: readonly CalendarRow[]): Map<string, string> =>
  new Map(rows.map((row) => [calendarKey(row), row.kind === "episode" ? row.airs_at : row.released]));

describe("the calendar", () => {
  it("tells when everything ahead within its window airs, however things move and whenever it is polled", () => {
    fc.assert(
      fc.property(calendarSteps, calendarSteps, (before, lived) => {
        const seeded = calendarStates(before, 0, new Map()).at(-1);
        const states = calendarStates(lived, seeded?.hour ?? 0, seeded?.airs ?? new Map());
        let snapshot = seeded === undefined ? [] : pollCalendar([], seeded).next;
        const times = timesIn(snapshot);
        for (const state of states.filter(({ step }) => step.polled)) {
          const { told, next } = pollCalendar(snapshot, state);
          hear(times, told);
          expect([...times]).toEqual(expect.arrayContaining(aheadIn(state)));
          // Nothing is told that is not so, that is over, or that was known.
          const airs = new Map([...state.airs].map(([n, at]) => [keyOf(n), hourOf(at)]));
          const known = timesIn(snapshot);
          for (const { type, subject, data } of told) {
            const previous = known.get(subject);
            expect(data).toMatchObject({ airs_at: airs.get(subject) });
            expect(data).toEqual(previous === undefined ? data : { ...data, previously_airs_at: previous });
            expect(type).toBe(previous === undefined ? "episode.scheduled" : "episode.rescheduled");
            expect(previous).not.toBe(airs.get(subject));
            expect(airs.get(subject)?.localeCompare(hourOf(state.hour))).toBe(1);
          }
          snapshot = next;
        }
      }),
      { numRuns: 500 },
    );
  });

  it("tells the same again of the same reads, in whatever order they come, and nothing of what did not change", () => {
    fc.assert(
      fc.property(calendarSteps, (lived) => {
        const states = calendarStates(lived, 0, new Map());
        let snapshot: CalendarRow[] = [];
        for (const state of states) {
          const read = {
            before: snapshot,
            after: readCalendar(state),
            window: windowAt(state.hour),
            now: hourOf(state.hour),
          };
          const turned = { ...read, before: snapshot.toReversed(), after: [...read.after, ...read.after].toReversed() };
          const told = diffCalendar(read);
          expect(diffCalendar(turned)).toEqual(told);
          expect(mergeCalendar(turned)).toEqual(mergeCalendar(read));
          expect(new Set(told.map(factOf)).size).toBe(told.length);
          snapshot = mergeCalendar(read);
          expect(diffCalendar({ ...read, before: snapshot })).toEqual([]);
        }
      }),
    );
  });

  it("finds after a crash what still holds of what it had told, under the same identities", () => {
    fc.assert(
      fc.property(calendarSteps, calendarSteps, calendarSteps, (before, lived, later) => {
        const seeded = calendarStates(before, 0, new Map()).at(-1);
        const crashed = calendarStates(lived, seeded?.hour ?? 0, seeded?.airs ?? new Map()).at(-1);
        const found = calendarStates(later, crashed?.hour ?? 0, crashed?.airs ?? new Map()).at(-1);
        fc.pre(seeded !== undefined && crashed !== undefined && found !== undefined);
        const { next: snapshot } = pollCalendar([], seeded);
        const holds = pollCalendar(snapshot, crashed).told.filter((draft) =>
          [...found.airs].some(
            ([n, at]) =>
              keyOf(n) === draft.subject &&
              at > found.hour &&
              "airs_at" in draft.data &&
              draft.data.airs_at === hourOf(at),
          ),
        );
        const again = pollCalendar(snapshot, found).told.map(factOf);
        expect(again).toEqual(expect.arrayContaining(holds.map(factOf)));
      }),
      { numRuns: 500 },
    );
  });

  it("leaves no time untold to somebody who hears each fact once, when polls crash before their snapshot is kept", () => {
    fc.assert(
      fc.property(calendarSteps, (lived) => {
        const states = calendarStates(lived, 0, new Map());
        const moves = states.filter(({ step }) => step.does === "announce" || step.does === "move");
        const times = moves.map(({ airs, step }) => `${step.n} at ${airs.get(step.n)}`);
        // A time that an episode had before, left and has again is a fact that was told.
        fc.pre(new Set(times).size === times.length);
        let snapshot: CalendarRow[] = [];
        const heard = new Map<string, Draft>();
        for (const state of states) {
          const { told, next } = pollCalendar(snapshot, state);
          for (const draft of told) if (!heard.has(factOf(draft))) heard.set(factOf(draft), draft);
          if (state.step.polled) snapshot = next;
          const known = new Map<string, string>();
          hear(known, [...heard.values()]);
          expect([...known]).toEqual(expect.arrayContaining(aheadIn(state)));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("an episode's time", () => {
  it("comes once by its occurrences, however it is moved, and not without having been on the calendar", () => {
    fc.assert(
      fc.property(calendarSteps, (lived) => {
        const states = calendarStates(lived, 0, new Map());
        let snapshot: CalendarRow[] = [];
        const emitted = new Set<string>();
        const fired: string[] = [];
        let timers = new Map<string, { dueAt: string; draft: Draft }>();
        /** Emits what is due, put if absent. */
        const fireUntil = (now: string): void => {
          for (const { dueAt, draft } of timers.values()) {
            if (dueAt > now || emitted.has(factOf(draft))) continue;
            emitted.add(factOf(draft));
            fired.push(`${draft.type} ${draft.subject}`);
          }
        };
        const last = states.at(-1);
        for (const state of states) {
          fireUntil(hourOf(state.hour));
          snapshot = pollCalendar(snapshot, state).next;
          timers = new Map(snapshot.flatMap((row) => occurrencesOf(row, "mine")).map((one) => [one.key, one]));
        }
        if (last === undefined) return;
        fireUntil(hourOf(last.hour + 24 * 30));
        expect(new Set(fired).size).toBe(fired.length);
        const due = aheadIn(last).map(([key]) => `episode.airing ${key}`);
        expect(fired).toEqual(expect.arrayContaining(due));
        const announced = new Set(
          states.filter(({ step }) => step.does === "announce").map(({ step }) => keyOf(step.n)),
        );
        const airing = fired.filter((one) => one.startsWith("episode.airing"));
        expect([...announced].map((key) => `episode.airing ${key}`)).toEqual(expect.arrayContaining(airing));
      }),
      { numRuns: 300 },
    );
  });

  const at = "2026-11-22T02:00:00.000Z";
  const rowOf = (season: number, number: number, airs_at = at): CalendarRow => ({
    kind: "episode",
    show: aShow(1390),
    episode: anEpisode(season, number),
    airs_at,
  });
  const told = (row: CalendarRow, scope: "mine" | "all"): string[] =>
    occurrencesOf(row, scope).map((one) => `${one.type} of ${one.draft.subject} at ${one.dueAt}`);

  it("is an airing to whom it is on the calendar of, and a premiere of its season or show to everybody", () => {
    expect(told(rowOf(2, 8), "mine")).toEqual([`episode.airing of episode:70208 at ${at}`]);
    expect(told(rowOf(2, 8), "all")).toEqual([]);
    expect(told(rowOf(2, 1), "mine")).toEqual([
      `episode.airing of episode:70201 at ${at}`,
      `season.premiering of season:1390:2 at ${at}`,
    ]);
    expect(told(rowOf(2, 1), "all")).toEqual([`season.premiering of season:1390:2 at ${at}`]);
    expect(told(rowOf(1, 1), "mine")).toEqual([
      `episode.airing of episode:70101 at ${at}`,
      `show.premiering of show:1390 at ${at}`,
    ]);
    expect(told(rowOf(1, 1), "all")).toEqual([`show.premiering of show:1390 at ${at}`]);
  });

  it("is no premiere of a special", () => {
    expect(told(rowOf(0, 1), "mine")).toEqual([`episode.airing of episode:70001 at ${at}`]);
    expect(told(rowOf(0, 1), "all")).toEqual([]);
  });

  it("is midnight UTC for a movie", () => {
    const row: CalendarRow = { kind: "movie", movie: aMovie(1), released: "2026-11-22" };
    expect(told(row, "mine")).toEqual(["movie.releasing of movie:1 at 2026-11-22T00:00:00.000Z"]);
    expect(told(row, "all")).toEqual(["movie.releasing of movie:1 at 2026-11-22T00:00:00.000Z"]);
  });

  it("is identified by the episode, the kind and the scope, and by no date", () => {
    const moved = rowOf(1, 1, "2027-01-01T02:00:00Z");
    const identities = (row: CalendarRow) => occurrencesOf(row, "mine").map((one) => [one.key, factOf(one.draft)]);
    expect(identities(moved)).toEqual(identities(rowOf(1, 1)));
    const all = [rowOf(1, 1), rowOf(2, 1), rowOf(2, 2)].flatMap((row) => [
      ...occurrencesOf(row, "mine"),
      ...occurrencesOf(row, "all"),
    ]);
    expect(new Set(all.map((one) => one.key)).size).toBe(all.length);
    expect(new Set(all.map((one) => factOf(one.draft))).size).toBe(all.length);
    checked(all.map((one) => one.draft));
    checked(occurrencesOf({ kind: "movie", movie: aMovie(1), released: "2026-11-22" }, "all").map((one) => one.draft));
  });
});

describe("the calendar's edges", () => {
  const from = hourOf(0);
  const window = { from, to: hourOf(240) };
  const now = hourOf(24);
  const diff = (before: CalendarRow[], after: CalendarRow[]): string[] =>
    checked(diffCalendar({ before, after, window, now })).map(factOf);

  it("schedule what enters at the far one, once it is inside", () => {
    expect(diff([], [calendarRow(0, 239), calendarRow(1, 240)])).toEqual([
      `episode.scheduled ${keyOf(0)}@${hourOf(239)}`,
    ]);
    const merged = mergeCalendar({ before: [], after: [calendarRow(0, 239), calendarRow(1, 240)], window });
    expect(merged.map(calendarKey)).toEqual([keyOf(0)]);
  });

  it("take what leaves at the near one for nothing, and forget it", () => {
    expect(diff([calendarRow(0, -1), calendarRow(1, 2)], [calendarRow(1, 2)])).toEqual([]);
    const merged = mergeCalendar({
      before: [calendarRow(0, -1), calendarRow(1, 2)],
      after: [calendarRow(1, 2)],
      window,
    });
    expect(merged.map(calendarKey)).toEqual([keyOf(1)]);
  });

  it("keep what is known beyond the far one, of which the read says nothing", () => {
    const merged = mergeCalendar({ before: [calendarRow(0, 300), calendarRow(1, 100)], after: [], window });
    expect(merged).toEqual([calendarRow(0, 300)]);
  });

  it("tell of a known episode that moved beyond the far one as far as the read shows it", () => {
    expect(diff([calendarRow(0, 100)], [calendarRow(0, 300)])).toEqual([
      `episode.rescheduled ${keyOf(0)}@${hourOf(300)}`,
    ]);
  });

  it("say nothing of what has aired: moved into the past, or found there", () => {
    expect(diff([calendarRow(0, 100)], [calendarRow(0, 20)])).toEqual([]);
    expect(diff([], [calendarRow(0, 20)])).toEqual([]);
  });

  it("tell a new time that is still ahead, also when the old one has passed unseen", () => {
    expect(diff([calendarRow(0, 20)], [calendarRow(0, 100)])).toEqual([
      `episode.rescheduled ${keyOf(0)}@${hourOf(100)}`,
    ]);
  });

  it("are not crossed by another spelling of the same instant", () => {
    const row = calendarRow(0, 100);
    const respelled: CalendarRow = {
      ...row,
      kind: "episode",
      show: aShow(1390),
      episode: anEpisode(1, 1),
      airs_at: hourOf(100).replace(".000Z", "Z"),
    };
    expect(diff([row], [respelled])).toEqual([]);
  });

  it("hold a movie for the whole of its day, and tell nothing of it before its occurrence", () => {
    const day = from.slice(0, 10);
    const movie: CalendarRow = { kind: "movie", movie: aMovie(1), released: day };
    expect(diff([], [movie])).toEqual([]);
    expect(mergeCalendar({ before: [], after: [movie], window })).toEqual([movie]);
    expect(CalendarRow.parse(JSON.parse(JSON.stringify(movie)))).toEqual(movie);
  });
});
