import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { Tone } from "../../ui/badge.tsx";
import type { IconName } from "../../ui/icon.tsx";
import { deafnessOf } from "../event/deafness.ts";
import type { FlowLink } from "../trace/flow-links.ts";
import { capital, standingLook } from "../trace/outcomes.ts";

export type WhyNot = ReplyOf<"why_not">;
type Seen = WhyNot["seen"][number];
type Run = Seen["runs"][number];
type Cause = WhyNot["causes"][number];
type State = Run["actions"][number]["state"];

/** A step between something that happens and somebody who is told. */
export interface Step {
  id: "seen" | "heard" | "conditions" | "timing" | "told";
  title: string;
  tone: Tone;
  icon: IconName;
  label: string;
  /** A sentence without its full stop. */
  text: string;
  /** More of it. */
  note?: string;
  /** Where more of it is, or where it is changed. */
  link?: { to: string; words: string };
  /** It was got past. */
  isPassed: boolean;
}

const titles: Record<Step["id"], string> = {
  seen: "Seen",
  heard: "Heard by a rule",
  conditions: "Conditions",
  timing: "The right time",
  told: "Done",
};
const order: readonly Step["id"][] = ["seen", "heard", "conditions", "timing", "told"];

const passed = (id: Step["id"], text: string): Step => ({
  id,
  title: titles[id],
  tone: "good",
  icon: "check",
  label: "Yes",
  text,
  isPassed: true,
});

const stopped = (id: Step["id"], tone: Tone, icon: IconName, label: string, text: string): Step => ({
  id,
  title: titles[id],
  tone,
  icon,
  label,
  text,
  isPassed: false,
});

const notReached: Record<Step["id"], string> = {
  seen: "Nothing was seen",
  heard: "No rule had anything to hear",
  conditions: "No condition was asked",
  timing: "There was nothing to hold back",
  told: "Nothing was done",
};
const unreached = (id: Step["id"]): Step => stopped(id, "plain", "minus", "Not reached", notReached[id]);

/** What keeps a rule from hearing, rather than something from being seen. */
const ofRules: ReadonlySet<string> = new Set(["no_rules", "rules_off", "rule_off", "before_on"]);

interface Way {
  one: Seen;
  run?: Run;
}

/** How far what was asked about came: the way of whatever of it came furthest, with what stopped it. */
export function chainOf({ seen, causes }: WhyNot): Step[] {
  const ways = seen.flatMap((one): Way[] =>
    one.runs.length === 0 ? [{ one }] : one.runs.map((run) => ({ one, run })),
  );
  const [best] = ways.toSorted((a, b) => reachOf(b.run) - reachOf(a.run));
  const steps = best === undefined ? [unseen(causes)] : wayOf(best.one, best.run, seen.length, causes);
  return order.map((id) => steps.find((step) => step.id === id) ?? unreached(id));
}

/** The lines between the steps. */
export function chainLinks(steps: readonly Step[]): FlowLink[] {
  return steps.slice(1).map((step, at) => {
    const from = steps[at];
    const isPassed = from?.isPassed === true;
    return { from: from?.id ?? "", to: step.id, tone: isPassed ? "good" : "plain", isDashed: !isPassed };
  });
}

const reaches: Record<Run["outcome"], number> = { matched: 4, failed: 3, suppressed: 2, not_matched: 1 };
const reachOf = (run: Run | undefined): number =>
  run === undefined ? 0 : reaches[run.outcome] + run.actions.filter(({ state }) => state === "done").length;

function unseen(causes: readonly Cause[]): Step {
  const [cause] = causes.filter(({ code }) => !ofRules.has(code));
  const step = stopped("seen", "wait", "close", "No", "Nothing of it was seen in these days");
  return cause === undefined ? step : { ...step, note: cause.sentence };
}

function wayOf(one: Seen, run: Run | undefined, count: number, causes: readonly Cause[]): Step[] {
  const seen: Step = {
    ...passed("seen", one.event.about),
    label: count === 1 ? "Yes" : `${count} times`,
    link: { to: `/events/${one.event.id}`, words: "What rules made of it" },
  };
  if (run === undefined) return [seen, unheard(one, causes)];
  const heard: Step = { ...passed("heard", run.rule.name), link: { to: `/rules/${run.rule.id}`, words: "The rule" } };
  const trace = { to: `/runs/${run.runId}`, words: "The way it took" };
  if (run.outcome !== "matched") {
    const isBroken = run.outcome === "failed";
    const look = stopped("conditions", isBroken ? "bad" : "wait", isBroken ? "warning" : "close", "No", run.reason);
    return [seen, heard, { ...look, link: trace }];
  }
  const conditions: Step = { ...passed("conditions", run.reason), link: trace };
  return [seen, heard, conditions, ...endOf(run)];
}

function unheard(one: Seen, causes: readonly Cause[]): Step {
  const [near] = deafnessOf(one.unheard).near;
  const cause = causes.find(({ code }) => ofRules.has(code));
  const text = near?.reason ?? cause?.sentence ?? "Every rule waits for something else";
  return {
    ...stopped("heard", "wait", "close", "No", plain(text)),
    link:
      near === undefined
        ? { to: "/rules", words: "Your rules" }
        : { to: `/rules/${near.rule.id}`, words: near.rule.name },
  };
}

const inTime: ReadonlySet<State> = new Set(["held", "waits", "not_done"]);

function endOf({ actions, timing, runId }: Run): Step[] {
  const trace = { to: `/runs/${runId}`, words: "The way it took" };
  if (actions.length === 0)
    return [stopped("timing", "plain", "minus", "Nothing to do", timing.join("; ") || "It asked for nothing")];
  const late = actions.find(({ state }) => inTime.has(state));
  if (late !== undefined && !actions.some(({ state }) => state === "done")) {
    const look = standingLook(late.state);
    return [
      {
        ...stopped("timing", look.tone, look.icon, look.label, `It ${late.words}`),
        link: late.state === "held" ? { to: "/settings", words: "Quiet hours and digests" } : trace,
      },
    ];
  }
  const time = passed("timing", timing[0] ?? "Nothing held it back");
  const done = actions.filter(({ state }) => state === "done");
  const [shown] = done.length > 0 ? done : actions;
  if (shown === undefined) return [time];
  if (done.length > 0)
    return [time, { ...passed("told", capital(shown.effect)), note: `It ${shown.words}`, link: trace }];
  const look = standingLook(shown.state);
  const end = stopped("told", look.tone, look.icon, look.label, capital(shown.effect));
  return [
    time,
    {
      ...end,
      note: `It ${shown.words}`,
      link: shown.state === "asks" ? { to: "/waiting", words: "Say yes or no" } : trace,
    },
  ];
}

const plain = (sentence: string): string => sentence.replace(/\.$/, "");
