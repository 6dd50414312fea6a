import { shownBy, type Shown } from "@showrunner/channels/preview.ts";
import { channelKinds } from "@showrunner/channels/registry.ts";
import { Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import { parseRule } from "@showrunner/rules/parse.ts";
import type { RuleDefinition } from "@showrunner/rules/rule.ts";
import type { Services } from "../context.ts";
import { testRule } from "./test-rule.ts";

/** A message of a rule's, and what each kind of channel makes of it. */
export interface NotificationPreview {
  event: { id: string; type: string; isExample: boolean; about: string };
  /** Its place in the rule's `then`. */
  place: number;
  channel: string;
  title: string;
  body: string;
  url: string | null;
  shown: Shown[];
}

/**
 * Renders a message of a rule on an event of the past, or on the example of its event type, whatever its conditions say
 * of that; nothing is sent. `place` is the action's in `then`; left out, the first that tells somebody. Throws
 * RuleProblem, Problem `rule.no_message`, `rule.not_rendered`, and what `testRule` throws.
 */
export async function previewNotification(
  ctx: Services,
  account: Account,
  source: unknown,
  { place, eventId }: { place?: number | undefined; eventId?: string | undefined } = {},
): Promise<NotificationPreview> {
  const rule = parseRule(source);
  const at = place ?? rule.then.findIndex(isMessage);
  const action = rule.then[at];
  if (action === undefined || !isMessage(action))
    throw new Problem({
      code: "rule.no_message",
      message: place === undefined ? "no action of the rule tells anybody" : `the rule's action ${place} tells nobody`,
      hint: "A preview is of an action `notify` or `hold`; the first of `then` is 0.",
    });
  const { if: _conditions, then: _actions, options: _options, ...bare } = rule;
  const { wait: _wait, if: _later, ...now } = action;
  const { event, isExample, about, evaluation } = await testRule(ctx, account, { ...bare, then: [now] }, eventId);
  const [request] = evaluation.requests;
  if (request?.do !== "notify")
    throw new Problem({
      code: "rule.not_rendered",
      message: `the message could not be made: ${evaluation.trace.reason}`,
      hint: "Choose an event that has what the message tells of.",
    });
  const { channel, title, body, url } = request;
  const told = { title, body, url, rule: { name: rule.name } };
  return {
    event: { id: event.id, type: event.type, isExample, about },
    place: at,
    channel,
    title,
    body,
    url: url ?? null,
    shown: channelKinds.filter((kind) => kind.kind !== "webhook").map((kind) => shownBy(kind, told)),
  };
}

function isMessage(action: RuleDefinition["then"][number]): boolean {
  return action.do === "notify" || action.do === "hold";
}
