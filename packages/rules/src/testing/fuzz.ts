import * as fc from "fast-check";
import { type CompiledRule, compileRule } from "../compile.ts";
import { exampleEvent, exampleFacts, noon, progressOf } from "./examples.ts";
import { RuleProblem } from "../problem.ts";
import type { RuleDefinition } from "../rule.ts";

export const fuzzRuns = { numRuns: 1_500 };

const longestMs = 50;

/** For tests: throws when the work takes long. The machine may be busy with something else: slow is slow three times. */
export function quickly<T>(work: () => T): T {
  for (let attempt = 1; ; attempt++) {
    const startedMs = performance.now();
    const result = work();
    const tookMs = performance.now() - startedMs;
    if (tookMs < longestMs) return result;
    if (attempt === 3) throw new Error(`took ${tookMs} ms`);
  }
}

/** For tests: nothing when the work throws a RuleProblem; any other throw is a finding. */
export function orRefused<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RuleProblem) return undefined;
    throw error;
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
