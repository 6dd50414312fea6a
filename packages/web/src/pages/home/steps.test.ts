import { describe, expect, it } from "vitest";
import { firstSteps, isNew } from "./steps.ts";

const overview = (rules: number, channels: number, state: "active" | "disconnected" = "active") => ({
  account: { id: "acc_1", username: "ann", name: null, zone: "UTC" },
  connection: { state, since: null, reason: null, remedy: null },
  counts: {
    rules: { on: 0, off: rules, failing: 0 },
    approvals: 0,
    dead: 0,
    channels: { works: channels, new: 0, failing: 0, off: 0 },
    inboxOfLastDay: 0,
  },
});
const done = (...of: Parameters<typeof overview>) => firstSteps(overview(...of)).map(({ isDone }) => isDone);

describe("the first steps", () => {
  it("are done as the person does them: connected, a rule, a place besides the inbox", () => {
    expect(done(0, 1)).toEqual([true, false, false]);
    expect(done(1, 1)).toEqual([true, true, false]);
    expect(done(1, 2)).toEqual([true, true, true]);
    expect(done(0, 1, "disconnected")).toEqual([false, false, false]);
  });

  it("are shown until there is a rule, be it off", () => {
    expect([isNew(overview(0, 1)), isNew(overview(1, 1))]).toEqual([true, false]);
  });
});
