import * as fc from "fast-check";
import { type CompiledRule, compileRule } from "../compile.ts";
import { exampleEvent, exampleFacts, noon, progressOf } from "./examples.ts";
import { within } from "./pace.ts";
import { RuleProblem } from "../problem.ts";
import type { RuleDefinition } from "../rule.ts";

/** So long at most in an ordinary run, s; `FUZZ_SECONDS=600` goes on for that long, and tries as much as fits. */
const longestSeconds = 5;
const wanted = Number(process.env["FUZZ_SECONDS"] ?? 0);

/**
 * How much a property is tried. A failure names its seed and path; `FUZZ_SEED` begins with a seed, to see a failure again.
 */
export const fuzzRuns = {
  numRuns: wanted > 0 ? 100_000_000 : 1_500,
  interruptAfterTimeLimit: (wanted || longestSeconds) * 1_000,
  ...(process.env["FUZZ_SEED"] === undefined ? {} : { seed: Number(process.env["FUZZ_SEED"]) }),
};

/** For vitest: a little longer than a property goes on. */
export const fuzzTimeoutMs = (wanted || longestSeconds) * 1_000 + 60_000;

/** For tests: throws when the work takes so long that somebody else would have to wait for it. */
export function quickly<T>(work: () => T): T {
  return within(50, work);
}

/** For tests: nothing when the work throws a RuleProblem that names places; any other throw is a finding. */
export function orRefused<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RuleProblem)) throw error;
    const isPlaced = error.places.every(
      ({ message, line, column }) =>
        message !== "" && (line === undefined) === (column === undefined) && (line ?? 1) >= 1 && (column ?? 1) >= 1,
    );
    if (!isPlaced || error.places.length === 0) throw new Error("refused, but not where", { cause: error });
    return undefined;
  }
}

export const fullFacts = { show: exampleFacts, progress: progressOf(10, 9) };

/** For tests: compiles the rule if it holds up and evaluates it on examples of its events, with all facts and none. */
export function evaluatedSomehow(definition: RuleDefinition): void {
  const rule = quickly(() => orRefused(() => compileRule(definition)));
  if (rule === undefined) return;
  for (const facts of [{}, fullFacts]) evaluatedOn(rule, facts);
}

function evaluatedOn(rule: CompiledRule, facts: typeof fullFacts | Record<string, never>): void {
  for (const type of rule.types) {
    const event = exampleEvent(type, rule.scope === null ? {} : { scope: rule.scope });
    const { trace, requests } = quickly(() => rule.evaluate({ event, facts, now: noon }));
    if (trace.reason === "") throw new Error("gave no reason");
    if (requests.length > 0 !== (trace.outcome === "matched"))
      throw new Error(`${trace.outcome} with ${requests.length}`);
  }
}

/** For tests: texts put together of a language's tokens, with a stray character here and there. */
export function textOf(tokens: readonly string[]): fc.Arbitrary<string> {
  const token = { weight: 6, arbitrary: fc.constantFrom(...tokens) };
  const stray = { weight: 1, arbitrary: fc.string({ maxLength: 4 }) };
  return fc.array(fc.oneof(token, stray), { maxLength: 40 }).map((parts) => parts.join(""));
}

/** For tests: a text with some of it cut out, and something else put in. */
export const damaged = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(text, fc.nat(), fc.nat(12), fc.string({ unit: "binary", maxLength: 6 }))
    .map(
      ([whole, at, cut, put]) =>
        whole.slice(0, at % (whole.length + 1)) + put + whole.slice((at % (whole.length + 1)) + cut),
    );
