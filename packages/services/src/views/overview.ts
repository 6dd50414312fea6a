import { accountPk, index, ruleHealthPrefix } from "@showrunner/core/keys.ts";
import type { ConnectionState } from "@showrunner/core/records.ts";
import * as z from "zod";
import { channelRows, standingOf } from "../act/channel-rows.ts";
import { listApprovals } from "../approvals/approvals.ts";
import type { Services } from "../context.ts";
import { loadAll } from "../stored.ts";

/** How many of a person's things are in each state that home tells of. */
export interface Tally {
  rules: { on: number; off: number; failing: number };
  /** Runs that wait for a yes. */
  approvals: number;
  /** Actions that failed for good; 100 when there are more. */
  dead: number;
  channels: { works: number; new: number; failing: number; off: number };
  /** Messages in the inbox of the last 24 hours; 100 when there are more. */
  inboxOfLastDay: number;
}

const dayMs = 24 * 3_600_000;
/** More than this many of anything is told as this many. */
const most = 100;
const Switched = z.object({ enabled: z.boolean() });
const Counted = z.object({ failed: z.array(z.string()) });

/** Counts what home tells of, each by one query. */
export async function tallyOf(ctx: Services, accountId: string): Promise<Tally> {
  const pk = accountPk(accountId);
  const since = new Date(ctx.clock.now() - dayMs).toISOString();
  const [rules, failing, approvals, dead, channels, inbox] = await Promise.all([
    loadAll(ctx.store, Switched, pk, "RULE#"),
    loadAll(ctx.store, Counted, pk, ruleHealthPrefix),
    listApprovals(ctx, accountId),
    ctx.store.queryIndex({ gsi1pk: index.dead(accountId), limit: most }),
    channelRows(ctx, accountId),
    ctx.store.queryIndex({ gsi1pk: index.inbox(accountId), descending: true, limit: most }),
  ]);
  const on = rules.filter(({ value }) => value.enabled).length;
  const states = channels.map((row) => standingOf(row).state);
  const inState = (state: (typeof states)[number]): number => states.filter((one) => one === state).length;
  return {
    rules: {
      on,
      off: rules.length - on,
      failing: failing.filter(({ value }) => value.failed.length >= ctx.settings.failingRuns).length,
    },
    approvals: approvals.length,
    dead: dead.items.length,
    channels: { works: inState("works"), new: inState("new"), failing: inState("failing"), off: inState("off") },
    inboxOfLastDay: inbox.items.filter(({ gsi1sk }) => (gsi1sk ?? "") >= since).length,
  };
}

/** How an account's polls are; times are epoch milliseconds. */
export interface Pulse {
  connection: ConnectionState | "connecting";
  /** Until when Trakt asked to be left alone; null when it did not. */
  pausedUntil: number | null;
  /** Null before its first poll. */
  lastPolledAt: number | null;
  everyMinutes: number | null;
  /** Some feed could not be read, or not wholly. */
  unsettled: boolean;
}

/** Something that wants the person, or that they ought to know. */
export interface Concern {
  kind:
    | "disconnected"
    | "needs_reconnect"
    | "paused"
    | "not_polled"
    | "approvals"
    | "dead"
    | "channels"
    | "rules_failing";
  /** A sentence without its full stop. */
  words: string;
}

/** All of it in one line, and what it is made of, the gravest first. */
export interface Verdict {
  state: "well" | "attention" | "broken";
  line: string;
  concerns: Concern[];
}

const broken: ReadonlySet<Concern["kind"]> = new Set(["disconnected", "needs_reconnect", "not_polled"]);

/** How somebody's Showrunner fares, as a person would say it. */
export function verdictOf(ctx: Services, pulse: Pulse, { rules, approvals, dead, channels }: Tally): Verdict {
  const silentMs = pulse.lastPolledAt === null ? 0 : ctx.clock.now() - pulse.lastPolledAt;
  const deaf = channels.off + channels.failing;
  const isConnected = pulse.connection === "active";
  const concerns = [
    pulse.connection === "disconnected" && concern("disconnected", "Not connected to Trakt: connect again to go on"),
    pulse.connection === "needs_reconnect" &&
      concern("needs_reconnect", "Trakt no longer lets us in: connect again to go on"),
    pulse.pausedUntil !== null && concern("paused", "Trakt asked for a pause; it goes on by itself"),
    isConnected &&
      pulse.pausedUntil === null &&
      silentMs > lateOf(pulse) &&
      concern("not_polled", "Your account has not been polled lately"),
    approvals > 0 && concern("approvals", `${counted(approvals, "run waits", "runs wait")} for your yes`),
    dead > 0 && concern("dead", `${counted(dead, "action", "actions")} failed for good`),
    deaf > 0 && concern("channels", `${counted(deaf, "channel gets", "channels get")} nothing through`),
    rules.failing > 0 && concern("rules_failing", counted(rules.failing, "rule fails", "rules fail")),
  ].filter((one) => one !== false);
  if (concerns.length > 0)
    return {
      state: concerns.some(({ kind }) => broken.has(kind)) ? "broken" : "attention",
      line: concerns.map(({ words }) => words).join(" · "),
      concerns,
    };
  return { state: "well", line: wellWords(pulse, rules.on), concerns };
}

/** Two turns and some minutes more. */
const lateOf = ({ everyMinutes }: Pulse): number => ((everyMinutes ?? 0) * 2 + 10) * 60_000;

const concern = (kind: Concern["kind"], words: string): Concern => ({ kind, words });

function wellWords({ connection, lastPolledAt }: Pulse, rulesOn: number): string {
  if (connection === "connecting" || lastPolledAt === null) return "Connected; the first look at Trakt is under way";
  return rulesOn === 0
    ? "All is well, and no rule is on yet"
    : `All is well: ${counted(rulesOn, "rule is", "rules are")} on`;
}

function counted(count: number, one: string, many: string): string {
  return `${count >= most ? `${most} or more` : count} ${count === 1 ? one : many}`;
}
