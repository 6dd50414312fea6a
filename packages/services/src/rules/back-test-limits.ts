import { type ActionRequest, isTraktRequest, itemKey } from "@showrunner/core/actions.ts";
import { parseDuration } from "@showrunner/rules/duration.ts";
import { type LimitKind, limitKindOf, limitKinds } from "@showrunner/rules/limits.ts";
import type { RuleDefinition } from "@showrunner/rules/rule.ts";
import { limitWords } from "../approvals/limits.ts";
import type { ServiceSettings } from "../context.ts";
import type { Match } from "./back-test-tally.ts";

/**
 * What of a rule's matches, the newest first, its own throttle and limits would have held back, and what was added before:
 * sentences, and one that says what was not counted.
 */
export function leftOutWords(
  settings: Pick<ServiceSettings, "ruleLimits" | "limitSpanMs">,
  definition: RuleDefinition,
  matches: readonly Match[],
): string[] {
  const inTime = matches.toReversed();
  const words = [...throttleWords(definition, inTime)];
  for (const kind of limitKinds) words.push(...ofLimit(settings, definition, kind, inTime));
  const again = repeated(inTime);
  if (again > 0) words.push(`${times(again)} it would have found that it had added the thing before, and left it be.`);
  const uncounted = ["quiet hours", "limits of all your rules together", "what was taken back by hand"];
  if (matches.length > 0) words.push(`Not counted: ${uncounted.join(", ")}.`);
  return words;
}

function throttleWords({ options }: RuleDefinition, matches: readonly Match[]): string[] {
  const throttle = options?.throttle;
  if (throttle === undefined) return [];
  const told = matches.flatMap(({ atMs, show, requests }) =>
    requests.flatMap(({ request }) => {
      if (request.do !== "notify" && request.do !== "webhook") return [];
      const counter = { rule: "", channel: request.channel, show: String(show) }[throttle.by ?? "rule"];
      return [{ atMs, counter }];
    }),
  );
  const over = overIn(told, throttle.at_most, parseDuration(throttle.per));
  if (over === 0) return [];
  return [`Its throttle (${throttle.at_most} in ${throttle.per}) would have held back ${over} of ${told.length}.`];
}

function ofLimit(
  settings: Pick<ServiceSettings, "ruleLimits" | "limitSpanMs">,
  { options }: RuleDefinition,
  kind: LimitKind,
  matches: readonly Match[],
): string[] {
  const limit = options?.limit;
  const most = limit?.[kind] ?? settings.ruleLimits[kind];
  const spanMs = limit?.per === undefined ? settings.limitSpanMs : parseDuration(limit.per);
  const done = matches.flatMap(({ atMs, requests }) =>
    requests.flatMap(({ request }) => (limitKindOf(request.do) === kind ? [{ atMs, counter: "" }] : [])),
  );
  const over = overIn(done, most, spanMs);
  return over === 0
    ? []
    : [`${over} of ${done.length} would have waited for your yes: ${limitWords(kind, most, spanMs)}.`];
}

/** How many of them come when so many were let through in the time before; in the order of time. */
function overIn(some: readonly { atMs: number; counter: string }[], most: number, spanMs: number): number {
  const admitted = new Map<string, number[]>();
  let over = 0;
  for (const { atMs, counter } of some) {
    const recent = (admitted.get(counter) ?? []).filter((at) => at > atMs - spanMs);
    if (recent.length >= most) over += 1;
    else recent.push(atMs);
    admitted.set(counter, recent);
  }
  return over;
}

const addedOnce: ReadonlySet<ActionRequest["do"]> = new Set<ActionRequest["do"]>([
  "watchlist.add",
  "favorites.add",
  "collection.add",
  "list.add",
  "hide",
  "drop",
]);

function repeated(matches: readonly Match[]): number {
  const seen = new Set<string>();
  let again = 0;
  for (const { request } of matches.flatMap((one) => one.requests)) {
    if (!addedOnce.has(request.do) || !isTraktRequest(request)) continue;
    const place = "list" in request ? request.list : "section" in request ? request.section : "";
    const key = [request.do, place, itemKey(request.item)].join(" ");
    if (seen.has(key)) again += 1;
    seen.add(key);
  }
  return again;
}

const times = (count: number): string => (count === 1 ? "Once" : `${count} times`);
