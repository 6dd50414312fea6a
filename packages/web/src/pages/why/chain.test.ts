import { describe, expect, it } from "vitest";
import { chainLinks, chainOf, type WhyNot } from "./chain.ts";
import { remedyOf } from "./remedies.ts";

type Seen = WhyNot["seen"][number];
type Run = Seen["runs"][number];
type Action = Run["actions"][number];

const action = (state: Action["state"]): Action => ({
  id: "act_1",
  request: { do: "notify", channel: "inbox", title: "Andor", body: "" },
  effect: "send “Andor” to inbox",
  state,
  until: null,
  words: `is ${state}`,
});
const run = (outcome: Run["outcome"], ...actions: Action[]): Run => ({
  runId: `run_${outcome}`,
  rule: { id: "rul_1", name: "Tell me", version: 1 },
  outcome,
  reason: "progress.behind == 0 did not hold",
  failing: null,
  timing: [],
  actions,
});
const seen = (runs: Run[], unheard: Seen["unheard"] = []): Seen => ({
  event: {
    id: "evt_1",
    type: "episode.airing",
    about: "Andor 2×03 airs",
    time: "2026-11-21T21:00:00Z",
    recordedtime: "2026-11-21T21:00:00Z",
    appliedRule: null,
  },
  runs,
  unheard,
  sentences: [],
});
const answer = (all: Seen[], causes: WhyNot["causes"] = []): WhyNot => ({
  about: { kind: "show", trakt: 1, title: "Andor", season: 2, episode: 3, name: "Andor S02E03" },
  seen: all,
  causes,
  unknown: [],
  sentences: [],
});
/** Up to where it came, and what stands there. */
const stop = (asked: WhyNot) => chainOf(asked).find(({ isPassed }) => !isPassed);
const passed = (asked: WhyNot) => chainOf(asked).filter(({ isPassed }) => isPassed).length;

describe("how far something came", () => {
  it("stops at the beginning where it was never seen, with what keeps it away", () => {
    const asked = answer(
      [],
      [
        { code: "rules_off", at: null, sentence: "All your rules are switched off." },
        { code: "hidden", at: null, sentence: "You hid Andor from your calendar." },
      ],
    );
    expect(stop(asked)).toMatchObject({ id: "seen", note: "You hid Andor from your calendar." });
    expect(passed(asked)).toBe(0);
  });

  it("stops before the rules where none heard it: the nearest is named", () => {
    const unheard = [
      {
        rule: { id: "rul_2", name: "Off", version: 1 },
        types: [],
        why: "disabled",
        reason: 'Rule "Off" is switched off.',
      },
    ];
    expect(stop(answer([seen([], unheard)]))).toMatchObject({ id: "heard", link: { to: "/rules/rul_2" } });
  });

  it("stops at the conditions, and leads to the trace", () => {
    expect(stop(answer([seen([run("not_matched")])]))).toMatchObject({
      id: "conditions",
      text: "progress.behind == 0 did not hold",
      link: { to: "/runs/run_not_matched" },
    });
  });

  it("stops at the time where it is held, and leads to the settings", () => {
    expect(stop(answer([seen([run("matched", action("held"))])]))).toMatchObject({
      id: "timing",
      link: { to: "/settings" },
    });
  });

  it("stops at the end where it failed or waits for a yes", () => {
    expect(stop(answer([seen([run("matched", action("dead"))])]))).toMatchObject({ id: "told", tone: "bad" });
    expect(stop(answer([seen([run("matched", action("asks"))])]))?.link?.to).toBe("/waiting");
  });

  it("is the way of whatever of it came furthest", () => {
    const asked = answer([seen([run("not_matched"), run("matched", action("done"))]), seen([])]);
    expect(stop(asked)).toBeUndefined();
    expect(passed(asked)).toBe(5);
  });

  it("is drawn whole as far as it came", () => {
    const links = chainLinks(chainOf(answer([seen([run("not_matched")])])));
    expect(links.map(({ isDashed }) => isDashed)).toEqual([false, false, true, true]);
  });
});

describe("a cause that one can do something about", () => {
  it("has a way on", () => {
    expect(remedyOf("needs_reconnect")).toEqual({ kind: "reconnect" });
    expect(remedyOf("no_rules")).toMatchObject({ to: "/rules/recipes" });
    expect(remedyOf("not_yours")).toBeUndefined();
  });
});
