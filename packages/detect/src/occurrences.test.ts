import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CalendarRow } from "./calendar.ts";
import { type Occurrence, occurrencesIn, type Offset } from "./occurrences.ts";
import { checked, factOf } from "./testing/drafts.ts";
import { aMovie, anEpisode, aShow } from "./testing/things.ts";

const startMs = Date.parse("2026-11-22T02:00:00.000Z");
const hourMs = 3_600_000;
const at = (hour: number): string => new Date(startMs + hour * hourMs).toISOString();

const episode = (season: number, number: number, hour: number, finale?: "season" | "series"): CalendarRow => ({
  kind: "episode",
  show: aShow(1390),
  episode: anEpisode(season, number),
  airs_at: at(hour),
  ...(finale === undefined ? {} : { finale }),
});

const rows: CalendarRow[] = [
  episode(1, 1, 0),
  episode(2, 1, 10),
  episode(2, 2, 20),
  episode(2, 3, 30, "season"),
  { kind: "movie", movie: aMovie(1), released: "2026-11-25" },
  { kind: "movie", movie: aMovie(1), released: "2026-12-25", release: "streaming" },
  { kind: "movie", movie: aMovie(1), released: "2027-01-25", release: "disc" },
];
const types = [...new Set(occurrencesIn(rows, "mine").map((one) => one.type))];

const offsets = fc.array(
  fc.record({ type: fc.constantFrom(...types), minutes: fc.integer({ min: -20_000, max: 20_000 }) }),
  { maxLength: 8 },
);
const named = (one: Occurrence): string => `${one.type} of ${one.draft.subject}`;

describe("offsets", () => {
  it("add an occurrence for each type and offset, so long after the thing itself, and change none of the others", () => {
    fc.assert(
      fc.property(offsets, fc.constantFrom("mine" as const, "all" as const), (wanted: Offset[], scope) => {
        const plain = occurrencesIn(rows, scope);
        const all = occurrencesIn(rows, scope, wanted);
        checked(all.map((one) => one.draft));
        expect(new Set(all.map((one) => one.key)).size).toBe(all.length);
        expect(new Set(all.map((one) => factOf(one.draft))).size).toBe(all.length);
        expect(all.filter((one) => one.dueAt === one.happensAt)).toEqual(plain);
        for (const { type, dueAt, happensAt, draft } of all) {
          const minutes = (Date.parse(dueAt) - Date.parse(happensAt)) / 60_000;
          expect(draft.time).toBe(dueAt);
          if (minutes === 0) continue;
          expect(wanted).toContainEqual({ type, minutes });
          expect(draft.data).toMatchObject({ offset_minutes: minutes });
        }
        const distinct = new Set(wanted.filter((one) => one.minutes !== 0).map((one) => `${one.type} ${one.minutes}`));
        const expected = [...distinct].flatMap((one) => plain.filter(({ type }) => one.startsWith(`${type} `)));
        expect(all).toHaveLength(plain.length + expected.length);
      }),
    );
  });
});

describe("a season", () => {
  const of = (...some: CalendarRow[]): string[] =>
    occurrencesIn(some, "mine")
      .filter((one) => one.type.startsWith("season."))
      .map((one) => `${named(one)} at ${one.dueAt}`);

  it("ends with its finale, and is out when the last of its episodes has aired", () => {
    expect(of(episode(2, 2, 20), episode(2, 3, 30, "season"))).toEqual([
      `season.ending of season:1390:2 at ${at(30)}`,
      `season.aired of season:1390:2 at ${at(30)}`,
    ]);
    // The finale was moved before the others.
    expect(of(episode(2, 2, 40), episode(2, 3, 30, "series")).at(-1)).toBe(
      `season.aired of season:1390:2 at ${at(40)}`,
    );
  });

  it("whose last episode nobody knows does not end, nor do the specials", () => {
    expect(of(episode(2, 2, 20), episode(2, 3, 30))).toEqual([]);
    expect(of(episode(0, 3, 30, "season"))).toEqual([]);
  });

  it("is out at once when all of it airs together", () => {
    const together = (...some: CalendarRow[]) =>
      occurrencesIn(some, "all").flatMap(({ type, draft }) => (type === "season.aired" ? [draft.data] : []));
    expect(together(episode(2, 1, 5), episode(2, 2, 5, "season"))).toMatchObject([{ all_at_once: true }]);
    expect(together(episode(2, 1, 5), episode(2, 2, 6, "season"))).toMatchObject([{ all_at_once: false }]);
    expect(together(episode(2, 1, 5, "season"))).toMatchObject([{ all_at_once: true }]);
  });
});
