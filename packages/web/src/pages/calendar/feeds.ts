import type { ReplyOf } from "@showrunner/client/asked.ts";

type Rule = ReplyOf<"rules.list">["items"][number];

/** These have a date to come; of other rules a calendar tells when something happened. */
const datedEvents =
  /^(?:episode\.(?:airing|scheduled|rescheduled)|season\.(?:premiering|ending)|show\.premiering|movie\.(?:releasing|streaming|on_disc))$/;

/** Whether what a rule matches has a place in a calendar of its own: an airing, a release. */
export function isDated({ source }: Pick<Rule, "source">): boolean {
  const when: unknown = source["when"];
  if (typeof when !== "object" || when === null || !("event" in when)) return false;
  const events: unknown[] = Array.isArray(when.event) ? when.event : [when.event];
  return events.some((event) => typeof event === "string" && datedEvents.test(event));
}

/** The rules that one would have in a calendar come first, those that are off last. */
export function inOfferedOrder(rules: readonly Rule[]): Rule[] {
  const rank = (rule: Rule): number => Number(!isDated(rule)) + 2 * Number(!rule.enabled);
  return rules.toSorted((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}
