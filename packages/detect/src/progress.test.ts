import type { Draft } from "@showrunner/core/events/envelope.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffProgress, ProgressRow } from "./progress.ts";
import { checked, factOf, factsOf, minute } from "./testing/drafts.ts";
import {
  correctedShowMinutes,
  liveShow,
  newShow,
  readProgress,
  type ShowMinute,
  showMinutes,
  type ShowWorld,
  truthsOf,
} from "./testing/show-world.ts";

/** An event as the truth that it tells. */
function truthIn(draft: Draft): string {
  switch (draft.type) {
    case "show.started":
      return `${draft.type} in ${draft.data.progress.reset_at ?? "first"}`;
    case "season.completed":
      return `${draft.type} ${draft.data.season.number} in ${draft.data.progress.reset_at ?? "first"}`;
    case "show.caught_up":
    case "show.completed":
      return `${draft.type} of ${draft.data.progress.aired} in ${draft.data.progress.reset_at ?? "first"}`;
    default:
      throw new Error(`progress told ${draft.type}`);
  }
}

const statesOf = (from: ShowWorld, lived: readonly ShowMinute[], startMinute: number): ShowWorld[] => {
  let world = from;
  return lived.map((one, at) => (world = liveShow(world, one, startMinute + at)));
};

/** A show that is not started may have no row yet. */
const rowOf = (world: ShowWorld): ProgressRow | undefined => {
  const row = readProgress(world);
  return row.completed === 0 && row.reset_at === null ? undefined : row;
};

function poll(seeded: ShowWorld, states: readonly ShowWorld[], polled: (at: number) => boolean) {
  const told: Draft[] = [];
  const seen: ShowWorld[] = [];
  let before = rowOf(seeded);
  for (const [at, state] of states.entries()) {
    if (!polled(at)) continue;
    const after = readProgress(state);
    const drafts = checked(diffProgress({ before, after, at: minute(at) }));
    // Never anything that is not so.
    expect(truthsOf(state)).toEqual(expect.arrayContaining(drafts.map(truthIn)));
    told.push(...drafts);
    seen.push(state);
    before = rowOf(state);
  }
  return { told, seen };
}

describe("progress with a show", () => {
  it("tells whatever becomes true, and nothing that is not", () => {
    fc.assert(
      fc.property(showMinutes, showMinutes, (before, lived) => {
        const seeded = statesOf(newShow(), before, 0).at(-1) ?? newShow();
        const states = statesOf(seeded, lived, 100);
        const { told, seen } = poll(seeded, states, (at) => lived[at]?.polled === true);
        const trueOnce = new Set(seen.flatMap(truthsOf));
        const toldOnce = new Set(told.map(truthIn));
        const news = [...trueOnce].filter((truth) => !truthsOf(seeded).includes(truth));
        expect([...toldOnce]).toEqual(expect.arrayContaining(news));
        expect([...trueOnce]).toEqual(expect.arrayContaining([...toldOnce]));
      }),
      { numRuns: 300 },
    );
  });

  it("has one identity for each truth, and another for every other: once a run, a season, a count of episodes", () => {
    fc.assert(
      fc.property(showMinutes, (lived) => {
        const { told } = poll(newShow(), statesOf(newShow(), lived, 100), () => true);
        const identities = new Map<string, Set<string>>();
        for (const draft of told) {
          const truth = truthIn(draft);
          identities.set(truth, (identities.get(truth) ?? new Set()).add(factOf(draft)));
        }
        expect([...identities].filter(([, facts]) => facts.size !== 1)).toEqual([]);
        expect(new Set(told.map(factOf)).size).toBe(identities.size);
      }),
      { numRuns: 300 },
    );
  });

  it("tells nothing again as long as it stays true", () => {
    fc.assert(
      fc.property(showMinutes, (lived) => {
        const states = statesOf(newShow(), lived, 100);
        for (const [at, state] of states.entries()) {
          const before = states[at - 1] ?? newShow();
          const told = diffProgress({ before: rowOf(before), after: readProgress(state), at: minute(at) });
          expect(truthsOf(before).filter((truth) => told.map(truthIn).includes(truth))).toEqual([]);
        }
      }),
    );
  });

  it("loses nothing by being polled more often", () => {
    fc.assert(
      fc.property(showMinutes, (lived) => {
        const states = statesOf(newShow(), lived, 100);
        const often = poll(newShow(), states, () => true);
        const seldom = poll(newShow(), states, (at) => lived[at]?.polled === true);
        expect(often.told.map(factOf)).toEqual(expect.arrayContaining(seldom.told.map(factOf)));
      }),
      { numRuns: 300 },
    );
  });

  it("finds after a crash what still holds of what it had told, under the same identities", () => {
    fc.assert(
      fc.property(showMinutes, showMinutes, showMinutes, (before, lived, later) => {
        const seeded = statesOf(newShow(), before, 0).at(-1) ?? newShow();
        const crashed = statesOf(seeded, lived, 100).at(-1) ?? seeded;
        const found = statesOf(crashed, later, 200).at(-1) ?? crashed;
        const told = diffProgress({ before: rowOf(seeded), after: readProgress(crashed), at: minute(150) });
        const toldAgain = diffProgress({ before: rowOf(seeded), after: readProgress(found), at: minute(250) });
        const holds = told.filter((draft) => truthsOf(found).includes(truthIn(draft)));
        expect(toldAgain.map(factOf)).toEqual(expect.arrayContaining(holds.map(factOf)));
      }),
      { numRuns: 300 },
    );
  });

  it("tells only the truth through corrections of the catalogue and resets taken back", () => {
    fc.assert(
      fc.property(correctedShowMinutes, (lived) => {
        const states = statesOf(newShow(), lived, 100);
        const { told } = poll(newShow(), states, (at) => lived[at]?.polled === true);
        const starts = told.filter((draft) => draft.type === "show.started").map(factOf);
        const resets = new Set(states.map((state) => state.resetAt));
        expect(new Set(starts).size).toBeLessThanOrEqual(resets.size + 1);
        // `poll` itself finds any untruth.
      }),
      { numRuns: 300 },
    );
  });

  it("does not depend on the order of the seasons", () => {
    fc.assert(
      fc.property(showMinutes, showMinutes, (lived, later) => {
        const before = readProgress(statesOf(newShow(), lived, 0).at(-1) ?? newShow());
        const after = readProgress(statesOf(newShow(), [...lived, ...later], 0).at(-1) ?? newShow());
        const turned = (row: ProgressRow): ProgressRow => ({ ...row, seasons: row.seasons.toReversed() });
        const told = diffProgress({ before, after, at: minute(99) });
        const other = diffProgress({ before: turned(before), after: turned(after), at: minute(99) });
        expect(factsOf(other)).toEqual(factsOf(told));
        expect(other.map(factOf)).toEqual(told.map(factOf));
      }),
    );
  });
});

const row = (changes: Partial<ProgressRow> = {}): ProgressRow => ({
  ...readProgress(newShow()),
  aired: 10,
  completed: 10,
  last_watched_at: minute(5),
  seasons: [{ number: 1, aired: 10, completed: 10, total: 10 }],
  ...changes,
});
const at = minute(50);
const told = (before: ProgressRow | undefined, after: ProgressRow): string[] =>
  factsOf(checked(diffProgress({ before, after, at })));
const partway = row({
  completed: 9,
  last_watched_at: minute(4),
  seasons: [{ number: 1, aired: 10, completed: 9, total: 10 }],
});

describe("a fact of progress", () => {
  it("is the show's first start, the season's and the show's end, all of one watch", () => {
    expect(told(undefined, row({ status: "ended" }))).toEqual([
      "season.completed show:1390:first:season:1",
      "show.completed show:1390:first:aired:10",
      "show.started show:1390:first",
    ]);
  });

  it("is timed by the watch that made it true, and else by the time given", () => {
    const timesOf = (before: ProgressRow, after: ProgressRow): string[] =>
      diffProgress({ before, after, at }).map((draft) => `${draft.type} ${draft.time}`);
    expect(timesOf(partway, row())).toEqual([`season.completed ${minute(5)}`, `show.caught_up ${minute(5)}`]);
    // The show ended, the day after it was caught up with, and then while the person watched it again.
    expect(timesOf(row(), row({ status: "ended" }))).toEqual([`show.completed ${at}`]);
    expect(timesOf(row(), row({ status: "ended", last_watched_at: minute(7) }))).toEqual([`show.completed ${at}`]);
    // A play dated back.
    expect(timesOf(partway, row({ last_watched_at: minute(4) }))).toEqual([
      `season.completed ${at}`,
      `show.caught_up ${at}`,
    ]);
  });

  it("is being caught up with each later episode, also when it aired and was watched between two reads", () => {
    expect(told(row(), row({ aired: 11, completed: 11, last_watched_at: minute(9) }))).toEqual([
      "show.caught_up show:1390:first:aired:11",
    ]);
  });

  it("is not that a season's total became known", () => {
    const unknown = row({ seasons: [{ number: 1, aired: 10, completed: 10, total: null }] });
    expect(told(unknown, row())).toEqual([]);
    expect(told(partway, unknown)).toEqual([
      "season.completed show:1390:first:season:1",
      "show.caught_up show:1390:first:aired:10",
    ]);
    expect(told(undefined, unknown)).not.toContain("season.completed show:1390:first:season:1");
  });

  it("is not that a status became known, or was not known for once", () => {
    expect(told(row({ status: null }), row({ status: "ended" }))).toEqual([]);
    expect(told(row({ status: "ended" }), row({ status: null }))).toEqual([]);
    expect(told({ ...partway, status: "ended" }, row({ status: null }))).toContain(
      "show.completed show:1390:first:aired:10",
    );
    expect(told({ ...partway, status: null }, row({ status: null }))).toContain(
      "show.caught_up show:1390:first:aired:10",
    );
  });

  it("is not that an episode was taken out of the catalogue, to somebody who was caught up", () => {
    expect(told(row(), row({ aired: 9, completed: 9 }))).toEqual([]);
    expect(told(partway, row({ aired: 9, completed: 9, last_watched_at: minute(4) }))).toContain(
      "show.caught_up show:1390:first:aired:9",
    );
  });

  it("is not that a reset was taken back, unless something was watched since", () => {
    const reset = row({ reset_at: minute(20), completed: 0, last_watched_at: null, seasons: [] });
    expect(told(reset, row({ status: "ended" }))).toEqual([]);
    expect(told(reset, row({ status: "ended", last_watched_at: minute(30) }))).toEqual([
      "season.completed show:1390:first:season:1",
      "show.completed show:1390:first:aired:10",
    ]);
  });

  it("is another in another run, also when the reset was not seen before it was watched again", () => {
    const again = row({ reset_at: minute(20), last_watched_at: minute(30) });
    expect(told(row(), again)).toEqual([
      `season.completed show:1390:${minute(20)}:season:1`,
      `show.caught_up show:1390:${minute(20)}:aired:10`,
      `show.started show:1390:${minute(20)}`,
    ]);
  });

  it("is nothing of specials, of a season that goes on, or of a show that has not aired", () => {
    const seasons = [
      { number: 0, aired: 2, completed: 2, total: 2 },
      { number: 1, aired: 5, completed: 5, total: 10 },
    ];
    expect(told(partway, row({ seasons }))).toEqual(["show.caught_up show:1390:first:aired:10"]);
    expect(told(undefined, row({ aired: 0, completed: 0, seasons: [] }))).toEqual([]);
  });

  it("is of a row that comes back the same through JSON and the store's door", () => {
    expect(ProgressRow.parse(JSON.parse(JSON.stringify(row())))).toEqual(row());
  });
});
