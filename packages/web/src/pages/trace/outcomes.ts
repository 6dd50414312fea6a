import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { Tone } from "../../ui/badge.tsx";
import type { IconName } from "../../ui/icon.tsx";

export type Explained = ReplyOf<"runs.explain">;
export type Condition = Explained["conditions"][number];
export type ActionTold = Explained["actions"][number];
type Outcome = Explained["outcome"];
export type StandingState = ActionTold["state"];

export interface Verdict {
  tone: Tone;
  icon: IconName;
  /** "It acted". */
  title: string;
  /** Why, in a sentence without its full stop. */
  why: string;
}

const ofOutcome: Record<Outcome, Omit<Verdict, "why">> = {
  matched: { tone: "good", icon: "good", title: "It acted" },
  not_matched: { tone: "plain", icon: "minus", title: "It did not act" },
  suppressed: { tone: "wait", icon: "pause", title: "It was held back" },
  failed: { tone: "bad", icon: "warning", title: "It could not decide" },
};

interface Decided {
  outcome: Outcome;
  reason: string;
  timing: readonly string[];
  actions: readonly { state: StandingState }[];
}

/** What a run came to, as one says it. */
export function verdictOf({ outcome, reason, timing, actions }: Decided): Verdict {
  if (outcome !== "matched") return { ...ofOutcome[outcome], why: reason };
  if (actions.length === 0)
    return { tone: "plain", icon: "minus", title: "It had nothing to do", why: [reason, ...timing].join("; ") };
  const states = actions.map(({ state }) => state);
  const title = titleOf(states);
  return { ...ofOutcome.matched, ...title, why: reason };
}

/** A rule that decided to act has not acted while it waits, and has not where all of it was given up. */
function titleOf(states: readonly StandingState[]): Omit<Verdict, "why"> {
  const are = (...some: StandingState[]): boolean => states.every((state) => some.includes(state));
  if (are("asks")) return { tone: "wait", icon: "waiting", title: "It waits for your yes" };
  if (are("refused", "not_done")) return { tone: "plain", icon: "minus", title: "It was left undone" };
  if (are("held", "waits")) return { tone: "wait", icon: "waiting", title: "It is going to act" };
  if (are("retry", "under_way")) return { tone: "info", icon: "send", title: "It is being done" };
  if (states.includes("dead"))
    return { tone: "bad", icon: "bad", title: are("dead") ? "It failed" : "It acted in part" };
  return ofOutcome.matched;
}

export interface Look {
  tone: Tone;
  icon: IconName;
  label: string;
}

/** How a condition fared; one that was not reached has neither held nor failed. */
export function conditionLook({ result, error }: Pick<Condition, "result" | "error">): Look {
  if (error !== undefined) return { tone: "bad", icon: "warning", label: "Could not be told" };
  if (result === undefined) return { tone: "plain", icon: "minus", label: "Not asked any more" };
  return result
    ? { tone: "good", icon: "check", label: "Held" }
    : { tone: "wait", icon: "close", label: "Did not hold" };
}

const standings: Record<StandingState, Look> = {
  done: { tone: "good", icon: "check", label: "Done" },
  dead: { tone: "bad", icon: "warning", label: "Given up" },
  held: { tone: "wait", icon: "pause", label: "Held" },
  waits: { tone: "wait", icon: "clock", label: "Waits" },
  not_done: { tone: "plain", icon: "minus", label: "Left undone" },
  asks: { tone: "wait", icon: "waiting", label: "Waits for your yes" },
  refused: { tone: "plain", icon: "close", label: "Not allowed" },
  retry: { tone: "wait", icon: "replay", label: "Will be tried again" },
  under_way: { tone: "info", icon: "send", label: "Under way" },
};

export const standingLook = (state: StandingState): Look => standings[state];

/** "add Andor" → "Add Andor"; code, such as `show.rating`, stays as it was written. */
export function capital(text: string): string {
  const [first = ""] = text.split(" ", 1);
  return /[._([]/.test(first) ? text : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** "both held" → "Both held." */
export const toSentence = (text: string): string => (/[.!?…]$/.test(text) ? capital(text) : `${capital(text)}.`);
