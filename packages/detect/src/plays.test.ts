import { Problem } from "@showrunner/core/errors.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffPlays, mergePlays, Play, playsAgree } from "./plays.ts";
import { checked, minute } from "./testing/drafts.ts";
import { history } from "./testing/feeds.ts";
import { anEpisode, aShow } from "./testing/things.ts";

const aPlay = (id: number, watchedMinute: number): Play => ({
  id,
  watched_at: minute(watchedMinute),
  action: "scrobble",
  item_type: "episode",
  episode: anEpisode(2, 8),
  show: aShow(1390),
});

describe("new plays", () => {
  it("are told by Trakt's own id and at the time they were watched", () => {
    const told = checked(diffPlays({ before: [], after: [aPlay(5, 10)], whole: true, removedAt: minute(99) }));
    expect(told).toEqual([
      {
        type: "episode.watched",
        subject: "episode:70208",
        time: minute(10),
        identity: "play:5",
        data: {
          play_id: 5,
          watched_at: minute(10),
          action: "scrobble",
          episode: anEpisode(2, 8),
          show: aShow(1390),
        },
      },
    ]);
  });

  it("are one event each, also of one episode in one minute", () => {
    const after = [aPlay(5, 10), aPlay(6, 10)];
    expect(diffPlays({ before: [], after, whole: false, removedAt: minute(99) })).toHaveLength(2);
  });

  it("that do not say what was watched are refused", () => {
    const { show: _, ...play } = aPlay(5, 10);
    const read = { before: [], after: [play], whole: true, removedAt: minute(99) };
    expect(() => diffPlays(read)).toThrow(Problem);
  });
});

describe("removed plays", () => {
  it("are told with what they were, at the time that Trakt says the history changed", () => {
    const told = checked(diffPlays({ before: [aPlay(5, 10)], after: [], whole: true, removedAt: minute(99) }));
    expect(told).toMatchObject([
      { type: "play.removed", subject: "episode:70208", time: minute(99), identity: "play:5" },
    ]);
  });
});

describe("the snapshot of plays", () => {
  it("is sorted by id, as numbers", () => {
    const after = [aPlay(100, 3), aPlay(20, 9), aPlay(3, 1)];
    expect(mergePlays({ before: [], after, whole: true }).map((play) => play.id)).toEqual([3, 20, 100]);
  });

  it("comes back the same through JSON and the store's door", () => {
    const rows = mergePlays({ before: [], after: [aPlay(12_297_139_948, 3), history.row(0, 5, 1)], whole: true });
    expect(rows.map((row) => Play.parse(JSON.parse(JSON.stringify(row))))).toEqual(rows);
  });

  it("of 20,000 plays is looked at a few times a row, not once for every other row", () => {
    let looks = 0;
    const many = (from: number): Play[] =>
      Array.from({ length: 20_000 }, (_, at) => ({
        ...aPlay(0, at % 5000),
        get id() {
          looks += 1;
          return from + at;
        },
      }));
    const read = { before: many(0), after: many(10_000), whole: true, removedAt: minute(99) };
    expect(diffPlays(read)).toHaveLength(20_000);
    expect(mergePlays(read)).toHaveLength(20_000);
    expect(mergePlays({ ...read, whole: false })).toHaveLength(30_000);
    expect(playsAgree({ ...read, itemCount: 30_000 })).toBe(false);
    expect(looks).toBeLessThan(20 * 20_000);
  });
});

/** A history as Trakt pages it, and what happened to it since it was last read. */
interface ChangedHistory {
  before: { id: number; at: number }[];
  added: number[];
  removed: number[];
  pageSize: number;
}

const changedHistory: fc.Arbitrary<ChangedHistory> = fc.record({
  before: fc.uniqueArray(fc.record({ id: fc.integer({ min: 1, max: 60 }), at: fc.nat(40) }), {
    selector: ({ id }) => id,
    maxLength: 30,
  }),
  added: fc.array(fc.nat(60), { maxLength: 4 }),
  removed: fc.array(fc.nat(29), { maxLength: 3 }),
  pageSize: fc.integer({ min: 1, max: 6 }),
});

/** Reads pages, newest watched first, down to the first that holds a known play. */
function readToOverlap(now: Play[], before: Play[], pageSize: number): Play[] {
  const known = new Set(before.map((play) => play.id));
  const newestFirst = now.toSorted((a, b) => (a.watched_at < b.watched_at ? 1 : -1));
  for (let end = pageSize; ; end += pageSize) {
    const read = newestFirst.slice(0, end);
    if (end >= newestFirst.length || read.some((play) => known.has(play.id))) return read;
  }
}

describe("the arithmetic of an incremental read", () => {
  const livedOf = ({ before: rows, added, removed, pageSize }: ChangedHistory) => {
    const before = rows.map(({ id, at }) => aPlay(id, at));
    const gone = new Set(removed.map((at) => before[at]?.id));
    const now = [...before.filter((play) => !gone.has(play.id)), ...added.map((at, n) => aPlay(100 + n, at))];
    const after = readToOverlap(now, before, pageSize);
    const merged = mergePlays({ before, after, whole: false });
    const ids = (plays: Play[]): number[] => plays.map((play) => play.id).toSorted((a, b) => a - b);
    const kept = ids(merged).filter((id) => !ids(now).includes(id));
    const missed = ids(now).filter((id) => !ids(merged).includes(id));
    return { before, after, now, kept, missed };
  };
  const lived = changedHistory.map(livedOf);

  it("agrees whenever the pages read account for the whole history", () => {
    fc.assert(
      fc.property(lived, ({ before, after, now, kept, missed }) => {
        fc.pre(kept.length === 0 && missed.length === 0);
        expect(playsAgree({ before, after, itemCount: now.length })).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("disagrees whenever a removal or a play dated back went unseen, unless as many of both did", () => {
    fc.assert(
      fc.property(lived, ({ before, after, now, kept, missed }) => {
        fc.pre(kept.length !== missed.length);
        expect(playsAgree({ before, after, itemCount: now.length })).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("never leaves out a play that is newer than all that was known, whichever page it is asked after", () => {
    fc.assert(
      fc.property(changedHistory, fc.array(fc.integer({ min: 41, max: 60 }), { maxLength: 8 }), (change, newest) => {
        const { before, now: known } = livedOf({ ...change, added: [] });
        const now = [...known, ...newest.map((at, n) => aPlay(200 + n, at))];
        const newestFirst = now.toSorted((a, b) => (a.watched_at < b.watched_at ? 1 : -1));
        for (let end = change.pageSize; end < now.length + change.pageSize; end += change.pageSize) {
          const after = newestFirst.slice(0, end);
          if (!playsAgree({ before, after, itemCount: now.length })) continue;
          const merged = new Set(mergePlays({ before, after, whole: false }).map((play) => play.id));
          expect(now.filter((play) => !merged.has(play.id))).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("sees a removal among the pages read even when a play dated back makes up the count", () => {
    const before = [aPlay(1, 1), aPlay(2, 2), aPlay(3, 3), aPlay(4, 4)];
    // 3 was removed, and 5 was added with a date behind the pages read.
    const after = [aPlay(4, 4), aPlay(2, 2)];
    expect(playsAgree({ before, after, itemCount: 4 })).toBe(false);
  });

  it("agrees on plays of one minute that continue on the next page", () => {
    const before = [aPlay(1, 1), aPlay(2, 5), aPlay(3, 5)];
    expect(playsAgree({ before, after: [aPlay(4, 6), aPlay(3, 5)], itemCount: 4 })).toBe(true);
  });

  it("holds of an empty history", () => {
    expect(playsAgree({ before: [], after: [], itemCount: 0 })).toBe(true);
    expect(playsAgree({ before: [aPlay(1, 1)], after: [], itemCount: 0 })).toBe(false);
  });
});
