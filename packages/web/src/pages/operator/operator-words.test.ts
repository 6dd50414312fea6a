import { describe, expect, test } from "vitest";
import { dollars, lagTone, lateness, loadSummary, queueLabel } from "./operator-words.ts";

describe("how late something is", () => {
  test.each([
    [null, "not known yet", "info"],
    [0, "none", "good"],
    [480, "480 ms", "good"],
    [12_000, "12 s", "good"],
    [240_000, "4 min", "wait"],
    [10_800_000, "3 h", "bad"],
  ] as const)("%s ms is %s", (ms, words, tone) => {
    expect([lateness(ms), lagTone(ms)]).toEqual([words, tone]);
  });
});

describe("the load", () => {
  test("is summed up for who does not see the chart", () => {
    const minute = { at: "2026-11-20T20:00:00Z", polls: 2, events: 1, runs: 3, actions: 0, refusals: 1 };
    expect(loadSummary([minute, minute])).toBe(
      "In the last 2 minutes: 4 looks at Trakt, 2 events, 6 runs, 0 actions, 2 refused by Trakt.",
    );
  });
});

describe("words", () => {
  test("of a queue that this page does not know are its name", () => {
    expect([queueLabel("PollJobs"), queueLabel("constructor")]).toEqual(["Looks at Trakt", "constructor"]);
  });

  test("of money say when it is next to nothing", () => {
    expect([dollars(0), dollars(0.004), dollars(1.5)]).toEqual(["$0.00", "less than 1 ¢", "$1.50"]);
  });
});
