import { connectionKey, needsKey } from "@showrunner/core/keys.ts";
import { type Account, Connection, type ConnectionState, type RuleRecord } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { Needs, partsOf, readsFor } from "../poll/needs.ts";
import { loadPollCursor, type PollCursor } from "../poll/poll-cursor.ts";
import { compiled, nameOf } from "../rules/rules.ts";
import { pausedUntil } from "../schedule/pause.ts";
import { load } from "../stored.ts";
import { clockText } from "../timing/clock-words.ts";
import { type Cause, cause, type Say, type Silence } from "./cause.ts";
import { placeCauses } from "./silence-place.ts";
import { timeCauses } from "./silence-time.ts";

/** All that keeps something from being seen or heard, as far as it is known; `unknown` says what would tell more. */
export async function causesOf(
  ctx: Services,
  account: Account,
  silence: Silence,
): Promise<{ causes: Cause[]; unknown: string[] }> {
  const [connection, paused, cursor, needs] = await Promise.all([
    load(ctx.store, Connection, connectionKey(account.id)),
    pausedUntil(ctx),
    loadPollCursor(ctx, account.id),
    load(ctx.store, Needs, needsKey(account.id)),
  ]);
  const say: Say = { now: ctx.clock.now(), when: (at) => clockText(silence.zone, at) };
  const fromRules = ruleCauses(silence, say);
  if (silence.isSeen) return { causes: fromRules, unknown: [] };
  const read = partsOf(readsFor(needs?.value));
  const place = await placeCauses(ctx, account.id, silence);
  const time = await timeCauses(ctx, account, silence, say);
  return {
    causes: [
      ...connectionCauses(account, connection?.value, say),
      ...(paused > say.now
        ? [
            cause(
              "paused",
              paused,
              `Trakt asked everybody here to wait until ${say.when(paused)}: nothing is read until then.`,
            ),
          ]
        : []),
      ...fromRules,
      ...readCauses(ctx, silence, read, cursor?.value, say),
      ...place.causes,
      ...time.causes,
    ],
    unknown: [...place.unknown, ...time.unknown],
  };
}

function connectionCauses(account: Account, connection: Connection | undefined, say: Say): Cause[] {
  const state: ConnectionState = connection?.state ?? "disconnected";
  if (state === "active") return [];
  const sinceMs = connection?.reasonSince == null ? null : Date.parse(connection.reasonSince);
  const since = sinceMs === null ? "" : ` since ${say.when(sinceMs)}`;
  if (state === "disconnected")
    return [cause("disconnected", sinceMs, `${account.username} is not connected to Trakt${since}: nothing is read.`)];
  const why = connection?.reason == null ? "" : ` (${connection.reason})`;
  return [
    cause(
      "needs_reconnect",
      sinceMs,
      `Trakt must be connected again${since}${why}: nothing is read until you sign in with \`showrunner login\`.`,
    ),
  ];
}

function ruleCauses({ rules, isNamed }: Silence, say: Say): Cause[] {
  if (rules.length === 0) return [cause("no_rules", null, "You have no rules: nobody would tell you.")];
  if (rules.some((rule) => rule.enabled)) return [];
  const [first] = rules.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
  const since = first === undefined ? null : Date.parse(first.updatedAt);
  if (first !== undefined && isNamed)
    return [
      cause("rule_off", since, `Rule "${nameOf(first)}" is switched off, last changed ${say.when(since ?? say.now)}.`),
    ];
  return [cause("rules_off", since, `All your rules are switched off: ${rules.map(nameOf).join(", ")}.`)];
}

const partWords: Readonly<Record<string, string>> = {
  calendar: "your calendar",
  list_items: "what is on your lists",
  progress: "your progress",
  statuses: "what becomes of your shows",
  seasons: "the seasons of your shows",
};
const wordsOf = (part: string): string => partWords[part] ?? `your ${part.replaceAll("_", " ")}`;

function readCauses(
  ctx: Services,
  { rules, isNamed }: Silence,
  read: ReadonlySet<string>,
  cursor: PollCursor | undefined,
  say: Say,
): Cause[] {
  const wanted = wantedParts(rules, isNamed);
  const causes: Cause[] = [];
  for (const part of wanted) {
    const words = wordsOf(part);
    if (!read.has(part))
      causes.push(
        cause(
          "not_read",
          null,
          `${upper(words)} ${isPlural(part) ? "are" : "is"} not read, for no rule that is on needs it.`,
        ),
      );
    else if (cursor?.polledAt != null && !cursor.seeded.includes(part))
      causes.push(cause("never_read", null, `${upper(words)} could not be read yet, although a rule needs it.`));
  }
  if (cursor?.polledAt == null) causes.push(cause("never_polled", null, "Your account was not polled yet."));
  else if (say.now - cursor.polledAt > ctx.settings.silenceMs)
    causes.push(
      cause("not_polled_since", cursor.polledAt, `Your account was polled last ${say.when(cursor.polledAt)}.`),
    );
  if (cursor?.unsettled === true)
    causes.push(cause("unsettled", null, "The last poll could not read everything: it is read again."));
  return causes;
}

/** What must be read for the rules to hear: of the one that is named, or, of all, the calendar that tells what comes. */
function wantedParts(rules: readonly RuleRecord[], isNamed: boolean): Set<string> {
  if (!isNamed) return new Set(["calendar"]);
  const parts = rules.flatMap((rule) => {
    const { types, scope, timing } = compiled(rule);
    // Everybody's calendars are read for everybody.
    if (scope === "all") return [];
    const stalls = timing.stalledMinutes === undefined ? [] : [timing.stalledMinutes];
    return [...partsOf(readsFor({ types, offsets: [], stalls, facts: [] }))];
  });
  return new Set(parts);
}

const isPlural = (part: string): boolean => part === "seasons" || part === "favorites" || part === "ratings";
const upper = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
