import type { ActionRequest } from "@showrunner/core/actions.ts";
import { definitionOf, isEventType } from "@showrunner/core/events/catalogue.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { eventKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import { aboutOf } from "@showrunner/detect/about.ts";
import type { CompiledRule, Evaluation } from "@showrunner/rules/compile.ts";
import { compileSource } from "@showrunner/rules/compile-source.ts";
import { atItsTime } from "@showrunner/rules/timing.ts";
import type { Services } from "../context.ts";
import { asPerson } from "../accounts/tokens.ts";
import { withMedia } from "../hooks/find-media.ts";
import { factsNow } from "../poll/person-facts.ts";
import { eventFacts, findFacts, knownFactsFor } from "./event-facts.ts";
import { load } from "../stored.ts";
import { timingWords } from "./timing-words.ts";
import { newTraceparent } from "../events/traceparent.ts";

export interface RuleTest {
  event: ChangeEvent;
  /** The event is the catalogue's example of the rule's first type, not something that happened. */
  isExample: boolean;
  about: string;
  evaluation: Evaluation;
  /** What it would ask for, and what would become of that in time: its wait, digest, throttle, quiet hours. */
  wouldDo: { request: ActionRequest; timing: string[] }[];
}

/**
 * Evaluates a rule on an event of the past, or on the example of its event type, and does nothing else: no run is kept,
 * no action asked for. Facts of a past event are read as they are now.
 */
export async function testRule(
  ctx: Services,
  account: Account,
  source: unknown,
  eventId: string | undefined,
): Promise<RuleTest> {
  const rule = compileSource(source);
  const event = eventId === undefined ? exampleEvent(ctx, account, rule) : await pastEvent(ctx, account, eventId);
  if (!isEventType(event.type) || !rule.types.includes(event.type))
    throw new Problem({
      code: "rule.other_event",
      message: `the rule waits for ${rule.types.join(", ")}, and ${event.id} is ${event.type}`,
      hint: "Choose an event of that type from `showrunner events`.",
    });
  const isExample = eventId === undefined;
  const named = isExample ? event : await withMedia(ctx, event, rule.wantsItem);
  const facts = eventFacts(
    ctx,
    named,
    factsNow(ctx, account.id, (work) => asPerson(ctx, account, work)),
  );
  const known = isExample ? await knownFactsFor(ctx, named, rule.needs) : facts.known;
  const input = { event: named, facts: known, now: ctx.clock.now(), timezone: account.timezone };
  if (!isExample) await findFacts(facts, (had) => rule.wants(input, had));
  const evaluation = rule.evaluate(input);
  const { requests, places } = evaluation;
  return {
    event,
    isExample,
    about: aboutOf(event.type, event.data),
    evaluation,
    wouldDo: requests.map((request, at) => ({ request, timing: timingWords(rule.definition, places[at] ?? at) })),
  };
}

async function pastEvent(ctx: Services, account: Account, eventId: string): Promise<ChangeEvent> {
  const found = await load(ctx.store, ChangeEvent, eventKey(account.id, eventId));
  if (found !== undefined) return found.value;
  throw new Problem({
    code: "event.unknown",
    message: `${account.username} has no event ${eventId}`,
    hint: "List the latest with `showrunner events`.",
  });
}

/** The example of the rule's first type, from the calendar and at the time that the rule listens to. */
function exampleEvent(ctx: Services, account: Account, { types, scope, timing }: CompiledRule): ChangeEvent {
  const [type] = types;
  if (type === undefined || !isEventType(type))
    throw new Problem({ code: "rule.other_event", message: "the rule waits for no event type" });
  const now = new Date(ctx.clock.now()).toISOString();
  return {
    specversion: "1.0",
    id: "evt_example",
    source: ctx.source,
    type,
    subject: "example",
    time: now,
    recordedtime: now,
    traceparent: newTraceparent(ctx.random),
    accountid: account.id,
    data: { ...atItsTime(timing, definitionOf(type).example), ...(scope === null ? {} : { scope }) },
  };
}
