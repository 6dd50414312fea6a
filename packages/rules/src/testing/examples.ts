import { type EventType, definitionOf } from "@showrunner/core/events/catalogue.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import type { Progress, ShowFacts } from "@showrunner/core/media.ts";
import { type CompiledRule, type Evaluation, compileRule } from "../compile.ts";
import { parseRule } from "../parse.ts";
import { RuleProblem, type RulePlace } from "../problem.ts";
import type { EvaluateInput } from "../word.ts";

/** For tests: the catalogue's own example of an event type, with other data laid over it. */
export function exampleEvent(type: EventType, data: ChangeEvent["data"] = {}): ChangeEvent {
  return {
    specversion: "1.0",
    id: "evt_example",
    source: "https://showrunner.example",
    type,
    subject: "show:1390",
    time: "2026-11-22T02:00:00.000Z",
    recordedtime: "2026-11-22T02:01:00.000Z",
    traceparent: "00-00000000000000000000000000000001-0000000000000001-01",
    accountid: "acc_example",
    data: { ...definitionOf(type).example, ...data },
  };
}

export const noon = Date.parse("2026-11-22T12:00:00.000Z");

export const exampleFacts: ShowFacts = {
  title: "Game of Thrones",
  year: 2011,
  ids: { trakt: 1390 },
  status: "ended",
  genres: ["drama", "fantasy"],
  network: "HBO",
  rating: 7.4,
  votes: 120,
};

export const progressOf = (aired: number, completed: number, more: Partial<Progress> = {}): Progress => ({
  aired,
  completed,
  seasons: [],
  ...more,
});

/** For tests: a rule on one event type, all parts but the given ones being the least there can be. */
export function ruleOf(event: EventType | EventType[], parts: Record<string, unknown> = {}): CompiledRule {
  const types = [event].flat();
  const when = {
    event,
    ...(types.includes("time.scheduled") ? { cron: "0 20 * * SUN" } : {}),
    ...(types.includes("show.stalled") ? { after: "14 days" } : {}),
  };
  return compileRule(parseRule({ name: "A rule", when, then: [{ do: "webhook", channel: "me" }], ...parts }));
}

/** For tests: what one condition on one event type comes to. */
export function evaluated(
  type: EventType,
  condition: string | string[],
  facts: EvaluateInput["facts"] = {},
  data: ChangeEvent["data"] = {},
): Evaluation {
  return ruleOf(type, { if: condition }).evaluate({ event: exampleEvent(type, data), facts, now: noon });
}

/** For tests: the places of the RuleProblem that the work throws; none when it throws none. */
export function placesOf(work: () => unknown): readonly RulePlace[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof RuleProblem) return error.places;
    throw error;
  }
}
