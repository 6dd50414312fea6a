import type { Scope } from "@showrunner/core/events/calendar.ts";
import { isEventType } from "@showrunner/core/events/catalogue.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import type { RuleRecord } from "@showrunner/core/records.ts";
import type { CompiledRule } from "@showrunner/rules/compile.ts";
import { isInTime } from "@showrunner/rules/timing.ts";
import { compiled } from "./rules.ts";

/** Why a rule does not run on an event. */
export type Deafness =
  /** It waits for other event types. */
  | "other_type"
  /** It wants it earlier or later, or by another cron. */
  | "other_time"
  /** It listens to the other calendar. */
  | "other_scope"
  /** It is a time, or what was there already, of another rule. */
  | "other_rule"
  | "disabled"
  /** It was recorded before the rule was switched on. */
  | "before_on";

/** Why a rule does not run on an event; undefined when it does. */
export function deafTo(rule: RuleRecord, event: ChangeEvent): Deafness | undefined {
  const unfit = unfitFor(compiled(rule), rule.id, event);
  if (unfit !== undefined) return unfit;
  if (!rule.enabled || rule.enabledAt === null) return "disabled";
  if (event.appliedrule !== undefined) return undefined;
  // What was recorded before is the past; what was recorded later may be too, which its run then says.
  return event.recordedtime < rule.enabledAt ? "before_on" : undefined;
}

/** Why an event is none of a rule's, whether or not it is on; `ruleId` is undefined of a rule that was never saved. */
export function unfitFor(
  { types, scope, timing }: Pick<CompiledRule, "types" | "scope" | "timing">,
  ruleId: string | undefined,
  event: ChangeEvent,
): Deafness | undefined {
  if (!isEventType(event.type) || !types.includes(event.type)) return "other_type";
  if (event.appliedrule !== undefined && event.appliedrule !== ruleId) return "other_rule";
  if (!isInTime(timing, event)) return "other_time";
  // A time is that of one rule alone.
  if (event.type === "time.scheduled" && event.data["rule_id"] !== ruleId) return "other_rule";
  return hearsScope(scope, event.data["scope"]) ? undefined : "other_scope";
}

/** Each rule listens to one calendar; what has no scope is the person's own. */
function hearsScope(scope: Scope | null, of: unknown): boolean {
  return (scope ?? "mine") === (of ?? "mine");
}
