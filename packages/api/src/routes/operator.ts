import { index, sharedKey } from "@showrunner/core/keys.ts";
import { queueNames } from "@showrunner/core/ports/queue.ts";
import { Account } from "@showrunner/core/records.ts";
import { Problem } from "@showrunner/core/errors.ts";
import type { Services } from "@showrunner/services/context.ts";
import { historyPage } from "@showrunner/services/events/explain.ts";
import { pausedUntil } from "@showrunner/services/schedule/pause.ts";
import { load } from "@showrunner/services/stored.ts";
import * as z from "zod";
import type { ApiOptions } from "../api-options.ts";
import * as Operator from "../contract/operator.ts";
import { costOf } from "../cost.ts";
import { healthOf } from "../health.ts";
import { accountView } from "../views.ts";
import { type Implemented, implement } from "./implement.ts";

/** Dead messages shown of each queue. */
const deadShown = 50;
/** Accounts that an estimate counts. */
const mostCounted = 2000;

export function operatorRoutes(options: ApiOptions): Implemented[] {
  return [
    implement(Operator.accounts, async ({ ctx, query }) => {
      const until = await pausedUntil(ctx);
      const { items, next } = await historyPage(ctx, index.accounts, Account, query);
      return { items: await Promise.all(items.map((account) => rowOf(ctx, account, until))), next };
    }),
    implement(Operator.queues, async ({ ctx }) => {
      const { lagOf, lastTick } = await import("@showrunner/services/doctor/check-work.ts");
      const [depths, outboxMs, dueMs, tick] = await Promise.all([
        options.queues(),
        lagOf(ctx, index.outbox),
        lagOf(ctx, index.due),
        lastTick(ctx),
      ]);
      return {
        queues: queueNames.map((name) => ({ name, ...depths[name] })),
        lag: { outboxMs, dueMs, tickMs: tick === undefined ? null : Math.max(0, ctx.clock.now() - tick) },
      };
    }),
    implement(Operator.deadLetters, async () => {
      const { deadLetters } = options;
      if (deadLetters === undefined) throw elsewhere();
      const found = await Promise.all(
        queueNames.map(async (queue) => (await deadLetters.list(queue, deadShown)).map((one) => ({ queue, ...one }))),
      );
      return {
        items: found.flat().map(({ queue, id, receiveCount, body }) => ({
          queue,
          id,
          received: receiveCount,
          ids: idsIn(body),
        })),
      };
    }),
    implement(Operator.retryDeadLetters, async ({ body }) => {
      const { deadLetters } = options;
      if (deadLetters === undefined) throw elsewhere();
      return { retried: await deadLetters.retry(body.queue, body.atMost) };
    }),
    implement(Operator.governor, async ({ ctx }) => {
      const [until, pause, { traktGovernor }] = await Promise.all([
        pausedUntil(ctx),
        load(ctx.store, Pause, sharedKey("PAUSE")),
        import("../../../../stacks/topology.ts"),
      ]);
      const isPaused = until > ctx.clock.now();
      const { perSecond, burst, concurrency } = traktGovernor;
      const { meter } = options;
      return {
        pausedUntil: isPaused ? new Date(until).toISOString() : null,
        pauseReason: isPaused ? (pause?.value.reason ?? null) : null,
        limits: { perSecond, burst, atOnce: concurrency },
        callsOf5Minutes: meter?.recentCalls() ?? null,
        refusalsOfHour: meter?.hour().reduce((sum, one) => sum + one.refusals, 0) ?? null,
      };
    }),
    implement(Operator.load, async () => ({ minutes: options.meter?.hour() ?? null })),
    implement(Operator.cost, async ({ ctx }) => {
      const tiers = await tiersOf(ctx);
      const { accounts, isWhole } = tiers;
      if (options.deliversItself !== false)
        return {
          dollarsPerMonth: 0,
          words: "On one machine of your own it costs nothing but its power.",
          lines: [],
          accounts,
          isWhole,
        };
      const { dollars, lines } = costOf(tiers.byTier);
      return {
        dollarsPerMonth: dollars,
        words: `About $${dollars.toFixed(2)} a month with the accounts that there are, if each has three changes a day.`,
        lines,
        accounts,
        isWhole,
      };
    }),
  ];
}

const Pause = z.object({ reason: z.string() });

async function rowOf(ctx: Services, account: Account, until: number) {
  const health = await healthOf(ctx, account, until);
  const { id, username, createdAt, connection, tierMinutes, lastChangeAt, nextPollAt, unsettled, ...view } =
    accountView(account, health);
  const lastPolledAt = health.polledAt === null ? null : new Date(health.polledAt).toISOString();
  return {
    id,
    username,
    createdAt,
    connection: connection.state,
    tierMinutes,
    lastPolledAt,
    lastChangeAt,
    nextPollAt,
    unsettled,
    health: view.health,
  };
}

function elsewhere(): Problem {
  return new Problem({
    code: "dead_letters.elsewhere",
    message: "dead messages are not looked at from here",
    hint: "At a stage they are in the dead-letter queues: docs/operate.md says how they are sent again.",
  });
}

/** Of a message only what names things: the rest of it may be a person's. */
function idsIn(body: unknown): Record<string, string> {
  const fields = z.record(z.string(), z.unknown()).safeParse(body).data ?? {};
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, string][] =>
      name.endsWith("Id") && typeof value === "string" && /^[\w-]{1,64}$/.test(value) ? [[name, value]] : [],
    ),
  );
}

async function tiersOf(ctx: Services): Promise<{ byTier: Map<number, number>; accounts: number; isWhole: boolean }> {
  const { loadPollCursor } = await import("@showrunner/services/poll/poll-cursor.ts");
  const byTier = new Map<number, number>();
  let accounts = 0;
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof accountsPage>> = await accountsPage(ctx, after);
    accounts += page.items.length;
    const cursors = await Promise.all(page.items.map(({ id }) => loadPollCursor(ctx, id)));
    for (const cursor of cursors) {
      const minutes = cursor?.value.tierMinutes;
      if (minutes !== undefined) byTier.set(minutes, (byTier.get(minutes) ?? 0) + 1);
    }
    after = page.next;
  } while (after !== null && accounts < mostCounted);
  return { byTier, accounts, isWhole: after === null };
}

const accountsPage = (ctx: Services, after: string | null) =>
  historyPage(ctx, index.accounts, Account, { limit: 100, after: after ?? undefined });
