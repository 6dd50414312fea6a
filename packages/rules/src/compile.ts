import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { Scope } from "@showrunner/core/events/calendar.ts";
import { type CompiledAction, compileAction } from "./action.ts";
import { type Condition, compileConditions } from "./conditions/condition.ts";
import { type ContextMaker, contextMaker } from "./conditions/environment.ts";
import { compileDigestTemplates } from "./digest-template.ts";
import { type Evaluation, evaluate, factsWanted, lookAgain } from "./evaluate.ts";
import { listed } from "./listed.ts";
import { RuleProblem, type RulePlace } from "./problem.ts";
import { type ActionDefinition, actionKeys, ItemChoice, type RuleDefinition } from "./rule.ts";
import { workOfEach } from "./template-engine.ts";
import { type Timing, timingOf } from "./timing.ts";
import { factsFor } from "./vocabulary.ts";
import { type EvaluateInput, type Fact, type Word, dataKeys } from "./word.ts";

export type { Evaluation } from "./evaluate.ts";
export type { EvaluateInput, Fact } from "./word.ts";

/** A rule that holds up, ready to be evaluated any number of times. */
export interface CompiledRule {
  definition: RuleDefinition;
  types: EventType[];
  /** Whose calendar it listens to; null where its event types have none. */
  scope: Scope | null;
  timing: Timing;
  /** At most about how much work a run is, in the steps of its conditions (some 0.1 µs each). */
  cost: number;
  /** It asks for, or acts on, the movie, show or episode that its events are about. */
  wantsItem: boolean;
  /** What it may ask to be fetched, as far as it is to be had for an event. */
  needs: ReadonlySet<Fact>;
  /** What looking again at its actions that wait may ask. */
  needsEver: ReadonlySet<Fact>;
  /**
   * What must be fetched before it can be evaluated on this event, beyond what was looked for: no more than decides next.
   * Empty when it can be.
   */
  wants(input: EvaluateInput, had: ReadonlySet<Fact>): ReadonlySet<Fact>;
  /** Never throws: what cannot be evaluated is told in the trace. */
  evaluate(input: EvaluateInput): Evaluation;
  /**
   * What looking again at an action that waited needs, by the action's place in `then`; and the keys of the event's data
   * that told the same at the time, and are old by then.
   */
  needsLater(place: number): { facts: ReadonlySet<Fact>; stale: ReadonlySet<string> };
  /** Evaluates the conditions of an action that waited, and prepares it anew. Never throws. */
  lookAgain(place: number, input: EvaluateInput): Evaluation;
}

/**
 * Checks a rule in depth and makes it ready to run. Throws RuleProblem with every place that does not hold up: names
 * that its events do not have, types that do not fit, templates that do not parse, actions that can never apply.
 */
export function compileRule(definition: RuleDefinition): CompiledRule {
  const types = [...new Set([definition.when.event].flat())];
  const conditions = compileConditions(expressionsOf(definition.if, "if"), types);
  const scope = types.every(isScoped) ? (definition.when.scope ?? "mine") : null;
  const { timing, places: mistimed } = timingOf(definition, types, scope);
  const places: RulePlace[] = [...scopePlaces(definition, types), ...mistimed, ...conditions.places];
  const actions: CompiledAction[] = [];
  const later: { conditions: Condition[]; context: ContextMaker; words: Set<Word> }[] = [];
  const workOfTemplate = workOfEach(definition.then.flatMap(templatesOf).length);
  for (const [index, action] of definition.then.entries()) {
    const path = `then[${index}]`;
    const compiled = compileAction(action, path, types, workOfTemplate);
    if ("places" in compiled) places.push(...compiled.places);
    else actions.push(compiled.action);
    const own = compileConditions(expressionsOf(action.if, `${path}.if`), types);
    places.push(...own.places, ...laterPlaces(action, path));
    const words = new Set(own.conditions.flatMap((one) => [...one.words]));
    const all = "places" in compiled ? words : new Set([...words, ...compiled.action.words]);
    later.push({ conditions: own.conditions, context: contextMaker(words), words: all });
  }
  places.push(...compileDigestTemplates(definition.options?.digest).places, ...datePlaces(definition));
  if (places.length > 0) throw new RuleProblem(places);

  const asked = new Set(conditions.conditions.flatMap((one) => [...one.words]));
  const words = [...asked, ...actions.flatMap((one) => [...one.words])];
  const rule = {
    name: definition.name,
    types,
    scope,
    timing,
    conditions: conditions.conditions,
    context: contextMaker(asked),
    actions,
  };
  const needs: ReadonlySet<Fact> = new Set(words.flatMap((word) => factsFor(word, types)));
  return {
    definition,
    types,
    scope,
    timing,
    cost: workOf(definition, conditions.cost),
    wantsItem: wantsItem(definition, [...words, ...later.flatMap((one) => [...one.words])]),
    needs,
    needsEver: new Set(
      later.flatMap(({ words: own }) => [...own].flatMap((word) => word.facts.map(({ fact }) => fact))),
    ),
    wants: (input, had) => (needs.size === 0 ? needs : factsWanted(rule, input, had)),
    evaluate: (input) => evaluate(rule, input),
    needsLater: (place) => {
      const needed = [...(later[place]?.words ?? [])].flatMap((word) => word.facts);
      const stale = new Set(needed.flatMap(({ unless }) => unless ?? []));
      return { facts: new Set(needed.map(({ fact }) => fact)), stale };
    },
    lookAgain: (place, input) => {
      const [action, own] = [actions[place], later[place]];
      if (action === undefined || own === undefined) throw new Error(`the rule has no action ${place}`);
      return lookAgain(rule, action, own, place, input);
    },
  };
}

/** Steps that it takes to write a run down, and to see an action to its end: measured at 150 and 250 µs. */
const runCost = 1_500;
const actionCost = 2_500;
/** A character of a template, and a date in it, whose zone and names are asked of `Intl`. */
const characterCost = 3;
const dateCost = 2_000;

/** Each takes as long as a thousand comparisons: so many in all of a rule's templates together. */
const mostDates = 50;

function templatesOf(action: ActionDefinition): string[] {
  if (action.do !== "notify" && action.do !== "hold") return [];
  return [action.title, action.body, action.url].filter((text) => text !== undefined);
}

const datesIn = (text: string): number => text.match(/\|\s*date\b/g)?.length ?? 0;

function datePlaces({ then }: RuleDefinition): RulePlace[] {
  let dates = 0;
  for (const [index, action] of then.entries()) {
    dates += templatesOf(action).reduce((sum, text) => sum + datesIn(text), 0);
    if (dates > mostDates)
      return [{ path: `then[${index}]`, message: `the templates of a rule may tell ${mostDates} dates together` }];
  }
  return [];
}

function workOf({ then }: RuleDefinition, conditionCost: number): number {
  const texts = then.flatMap(templatesOf);
  const ofTexts = texts.reduce((sum, text) => sum + text.length * characterCost + datesIn(text) * dateCost, 0);
  return conditionCost + runCost + then.length * actionCost + ofTexts;
}

function expressionsOf(texts: RuleDefinition["if"], path: string): { path: string; text: string }[] {
  if (texts === undefined) return [];
  if (typeof texts === "string") return [{ path, text: texts }];
  return texts.map((text, index) => ({ path: `${path}[${index}]`, text }));
}

/** Conditions of an action are for looking again: what holds at once belongs into the rule's own. */
function laterPlaces(action: ActionDefinition, path: string): RulePlace[] {
  if (action.if === undefined || action.wait !== undefined) return [];
  return [
    { path: `${path}.if`, message: "an action's conditions are looked at after its wait, and it has none: add wait" },
  ];
}

const itemKinds: readonly string[] = ItemChoice.options;

function wantsItem({ then }: RuleDefinition, words: readonly Word[]): boolean {
  if (then.some((action) => actionKeys.get(action.do)?.includes("item") === true)) return true;
  return words.some((word) => word.needs.some((key) => itemKinds.includes(key)));
}

const isScoped = (type: EventType): boolean => dataKeys(type).has("scope");

function scopePlaces(definition: RuleDefinition, types: readonly EventType[]): RulePlace[] {
  const without = types.filter((type) => !isScoped(type));
  if (definition.when.scope === undefined || without.length === 0) return [];
  const verb = without.length === 1 ? "has" : "have";
  return [{ path: "when.scope", message: `${listed(without)} ${verb} no scope: always the person's own` }];
}
