import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { Scope } from "@showrunner/core/events/calendar.ts";
import { type CompiledAction, compileAction } from "./action.ts";
import { compileConditions } from "./conditions/condition.ts";
import { contextMaker } from "./conditions/environment.ts";
import { type Evaluation, evaluate, factsWanted } from "./evaluate.ts";
import { listed } from "./listed.ts";
import { RuleProblem, type RulePlace } from "./problem.ts";
import type { RuleDefinition } from "./rule.ts";
import { factsFor } from "./vocabulary.ts";
import { type EvaluateInput, type Fact, dataKeys } from "./word.ts";

export type { Evaluation } from "./evaluate.ts";
export type { EvaluateInput, Fact } from "./word.ts";

/** A rule that holds up, ready to be evaluated any number of times. */
export interface CompiledRule {
  definition: RuleDefinition;
  types: EventType[];
  /** Whose calendar it listens to; null where its event types have none. */
  scope: Scope | null;
  /** What it may ask to be fetched, as far as it is to be had for an event. */
  needs: ReadonlySet<Fact>;
  /**
   * What must be fetched before it can be evaluated on this event, beyond what was looked for: no more than decides next.
   * Empty when it can be.
   */
  wants(input: EvaluateInput, had: ReadonlySet<Fact>): ReadonlySet<Fact>;
  /** Never throws: what cannot be evaluated is told in the trace. */
  evaluate(input: EvaluateInput): Evaluation;
}

/**
 * Checks a rule in depth and makes it ready to run. Throws RuleProblem with every place that does not hold up: names
 * that its events do not have, types that do not fit, templates that do not parse, actions that can never apply.
 */
export function compileRule(definition: RuleDefinition): CompiledRule {
  const types = [...new Set([definition.when.event].flat())];
  const conditions = compileConditions(expressionsOf(definition), types);
  const places: RulePlace[] = [...scopePlaces(definition, types), ...conditions.places];
  const actions: CompiledAction[] = [];
  for (const [index, action] of definition.then.entries()) {
    const compiled = compileAction(action, `then[${index}]`, types);
    if ("places" in compiled) places.push(...compiled.places);
    else actions.push(compiled.action);
  }
  if (places.length > 0) throw new RuleProblem(places);

  const asked = new Set(conditions.conditions.flatMap((one) => [...one.words]));
  const words = [...asked, ...actions.flatMap((one) => [...one.words])];
  const scope = types.every(isScoped) ? (definition.when.scope ?? "mine") : null;
  const rule = {
    name: definition.name,
    types,
    scope,
    conditions: conditions.conditions,
    context: contextMaker(asked),
    actions,
  };
  const needs: ReadonlySet<Fact> = new Set(words.flatMap((word) => factsFor(word, types)));
  return {
    definition,
    types,
    scope,
    needs,
    wants: (input, had) => (needs.size === 0 ? needs : factsWanted(rule, input, had)),
    evaluate: (input) => evaluate(rule, input),
  };
}

function expressionsOf(definition: RuleDefinition): { path: string; text: string }[] {
  if (definition.if === undefined) return [];
  if (typeof definition.if === "string") return [{ path: "if", text: definition.if }];
  return definition.if.map((text, index) => ({ path: `if[${index}]`, text }));
}

const isScoped = (type: EventType): boolean => dataKeys(type).has("scope");

function scopePlaces(definition: RuleDefinition, types: readonly EventType[]): RulePlace[] {
  const without = types.filter((type) => !isScoped(type));
  if (definition.when.scope === undefined || without.length === 0) return [];
  const verb = without.length === 1 ? "has" : "have";
  return [{ path: "when.scope", message: `${listed(without)} ${verb} no scope: always the person's own` }];
}
