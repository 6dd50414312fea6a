import type { ActionRequest } from "@showrunner/core/actions.ts";
import { messageOf } from "@showrunner/core/errors.ts";
import type { Scope } from "@showrunner/core/events/calendar.ts";
import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { ConditionTrace, Trace } from "@showrunner/core/trace.ts";
import type { ActionScope, CompiledAction } from "./action.ts";
import { type Condition, evaluateCondition } from "./conditions/condition.ts";
import type { ContextMaker } from "./conditions/environment.ts";
import { listed } from "./listed.ts";
import { truncated } from "./template.ts";
import { isInTime, type Timing } from "./timing.ts";
import { factsFor } from "./vocabulary.ts";
import { type EvaluateInput, type Fact, type Value, type Word, valueOf } from "./word.ts";

/** What came of a rule on one event: why it did or did not act, and what it asks for. */
export interface Evaluation {
  trace: Trace;
  requests: ActionRequest[];
  /** For each request, the place of its action in the rule's `then`. */
  places: number[];
}

/** The parts of a compiled rule that an evaluation needs. */
export interface Parts {
  name: string;
  types: readonly EventType[];
  scope: Scope | null;
  timing: Timing;
  conditions: readonly Condition[];
  /** The conditions' variables. */
  context: ContextMaker;
  actions: readonly CompiledAction[];
}

/** Runs a rule's conditions in order until one does not hold, and builds what its actions ask for when all do. */
export function evaluate(rule: Parts, input: EvaluateInput): Evaluation {
  const mismatch = mismatchOf(rule, input);
  if (mismatch !== undefined) return without("not_matched", mismatch, rule.conditions.map(unreached));
  return decide(rule, input);
}

function decide(rule: Parts, input: EvaluateInput): Evaluation {
  const read = reader(input);
  const context = rule.context(read);
  const traces: ConditionTrace[] = [];
  for (const condition of rule.conditions) {
    const { trace, outcome } = evaluateCondition(condition, context, read);
    traces.push(trace);
    if (outcome === "held") continue;
    const conditions = [...traces, ...rule.conditions.slice(traces.length).map(unreached)];
    return without(outcome === "failed" ? "failed" : "not_matched", reasonOf(trace, outcome), conditions);
  }
  return act(rule, traces, {
    input,
    ruleName: rule.name,
    moment: { nowMs: input.now, timezone: input.timezone ?? "UTC" },
    read,
  });
}

/**
 * Looks again at one action that waited: at its own conditions, by the facts of now. At most one request comes of it;
 * `place` is that of the action.
 */
export function lookAgain(
  rule: Pick<Parts, "name" | "timing">,
  action: CompiledAction,
  own: { conditions: readonly Condition[]; context: ContextMaker },
  place: number,
  input: EvaluateInput,
): Evaluation {
  const parts: Parts = { ...rule, types: [], scope: null, ...own, actions: [action] };
  const evaluation = decide(parts, input);
  return { ...evaluation, places: evaluation.places.map(() => place) };
}

/**
 * The facts to fetch before the rule can go on with an event: those of the first condition that is not decided yet and,
 * where all hold, of the actions. Empty when it can be evaluated, or ends before it needs any. `had` are those that were
 * looked for, found or not.
 */
export function factsWanted(rule: Parts, input: EvaluateInput, had: ReadonlySet<Fact>): ReadonlySet<Fact> {
  const type = rule.types.find((one) => one === input.event.type);
  if (type === undefined || mismatchOf(rule, input) !== undefined) return none;
  const wanted = (words: ReadonlySet<Word>): Set<Fact> =>
    new Set([...words].flatMap((word) => factsFor(word, [type])).filter((fact) => !had.has(fact)));
  const read = reader(input);
  const context = rule.context(read);
  for (const condition of rule.conditions) {
    const missing = wanted(condition.words);
    if (missing.size > 0) return missing;
    if (evaluateCondition(condition, context, read).outcome !== "held") return none;
  }
  return wanted(new Set(rule.actions.flatMap((action) => [...action.words])));
}

const none: ReadonlySet<Fact> = new Set();

/** Why the event is none of the rule's, if so: whoever routes events need not be trusted with it. */
function mismatchOf(rule: Parts, { event }: EvaluateInput): string | undefined {
  if (!rule.types.some((type) => type === event.type))
    return `The rule is for ${listed(rule.types, "or")}, not for ${event.type}`;
  if (!isInTime(rule.timing, event)) return "The rule is for another time than the event came at";
  const scope = event.data["scope"];
  if (rule.scope === null || scope === rule.scope) return undefined;
  return `The rule is for ${rule.scope === "all" ? "the calendar of all" : "the person's own calendar"}, and the event came from the other one`;
}

function act(rule: Parts, conditions: ConditionTrace[], scope: ActionScope): Evaluation {
  const requests: ActionRequest[] = [];
  const places: number[] = [];
  const leftOut: string[] = [];
  for (const [place, action] of rule.actions.entries()) {
    try {
      const result = action.request(scope);
      if ("request" in result) {
        requests.push(result.request);
        places.push(place);
      } else leftOut.push(result.leftOut);
    } catch (error) {
      return without("failed", `${action.path} could not be prepared: ${firstLine(messageOf(error))}`, conditions);
    }
  }
  const held = heldReason(conditions.length);
  if (requests.length === 0) return without("not_matched", `${held}, but ${leftOut.join("; ")}`, conditions);
  const reason = leftOut.length === 0 ? held : `${held}; left out: ${leftOut.join("; ")}`;
  return { trace: { outcome: "matched", reason, conditions }, requests, places };
}

function without(outcome: Trace["outcome"], reason: string, conditions: ConditionTrace[]): Evaluation {
  return { trace: { outcome, reason, conditions }, requests: [], places: [] };
}

const unreached = ({ text }: Condition): ConditionTrace => ({ text, values: {} });

/** Each word is read at most once for an evaluation. */
function reader(input: EvaluateInput): (word: Word) => Value {
  const known = new Map<Word, Value>();
  return (word) => {
    if (known.has(word)) return known.get(word);
    const value = valueOf(word, input);
    known.set(word, value);
    return value;
  };
}

function heldReason(count: number): string {
  if (count === 0) return "It has no conditions";
  if (count === 1) return "The condition held";
  return count === 2 ? "Both conditions held" : `All ${count} conditions held`;
}

/** `show.rating >= 7.0 did not hold: show.rating is 6.4`. */
function reasonOf(trace: ConditionTrace, outcome: "did not hold" | "failed"): string {
  const text = truncated(trace.text.replaceAll(/\s+/g, " "), 200);
  if (outcome === "failed") return `${text} could not be evaluated: ${trace.error ?? "for no known reason"}`;
  const values = Object.entries(trace.values).map(([name, value]) =>
    value === null ? `${name} is not known` : `${name} is ${truncated(JSON.stringify(value), 80)}`,
  );
  const because = trace.error ?? listed(values);
  return because === "" ? `${text} did not hold` : `${text} did not hold: ${because}`;
}

const firstLine = (text: string): string => (text.split("\n", 1)[0] ?? "").replace(/, line:\d+, col:\d+.*$/, "");
