import type { Account } from "@showrunner/core/records.ts";
import type { Services } from "@showrunner/services/context.ts";
import type { Pulse } from "@showrunner/services/views/overview.ts";
import * as Home from "../contract/home.ts";
import { type Health, healthOf, lastTurn } from "../health.ts";
import { type Implemented, implementFor } from "./implement.ts";

export const homeRoutes: readonly Implemented[] = [
  implementFor(Home.overview, async ({ ctx, account }) => await overviewOf(ctx, account)),
  implementFor(Home.timeline, async ({ ctx, account, query }) => {
    const { timeline } = await import("@showrunner/services/views/timeline.ts");
    const { rule, acted, ...asked } = query;
    const ruleId = rule === undefined ? undefined : await ruleIdOf(ctx, account.id, rule);
    return await timeline(ctx, account, { ...asked, acted, ruleId });
  }),
];

/** A rule that was removed has still done what it did: its id is taken as it is. */
async function ruleIdOf(ctx: Services, accountId: string, wanted: string): Promise<string> {
  if (/^rul_[\w-]{20}$/.test(wanted)) return wanted;
  const { findRule } = await import("@showrunner/services/rules/rules.ts");
  return (await findRule(ctx, accountId, wanted)).id;
}

async function overviewOf(ctx: Services, account: Account) {
  const [{ tallyOf, verdictOf }, { getSettings, zoneOf }, { pausedUntil }, { lastTick }] = await Promise.all([
    import("@showrunner/services/views/overview.ts"),
    import("@showrunner/services/timing/settings.ts"),
    import("@showrunner/services/schedule/pause.ts"),
    import("@showrunner/services/doctor/check-work.ts"),
  ]);
  const [until, tick] = await Promise.all([pausedUntil(ctx), lastTick(ctx)]);
  const [health, counts, settings] = await Promise.all([
    healthOf(ctx, account, until),
    tallyOf(ctx, account.id),
    getSettings(ctx, account.id),
  ]);
  const state: Pulse["connection"] = health.connection?.state ?? "connecting";
  const isPaused = until > ctx.clock.now();
  const pulse: Pulse = {
    connection: state,
    pausedUntil: isPaused ? until : null,
    lastPolledAt: isPaused ? health.polledAt : lastPolled(account.id, health, tick),
    everyMinutes: health.tierMinutes,
    unsettled: health.unsettled,
  };
  return {
    account: { id: account.id, username: account.username, name: account.name, zone: zoneOf(account, settings) },
    health: verdictOf(ctx, pulse, counts),
    connection: {
      state,
      since: health.connection?.reasonSince ?? null,
      reason: health.connection?.reason ?? null,
      remedy: state === "active" ? null : state === "connecting" ? ("wait" as const) : ("reconnect" as const),
    },
    polls: {
      lastAt: isoOrNull(pulse.lastPolledAt),
      nextAt: isoOrNull(health.nextPollAt),
      everyMinutes: health.tierMinutes,
      pausedUntil: isoOrNull(pulse.pausedUntil),
      lastChangeAt: isoOrNull(health.lastChangeAt),
    },
    counts,
  };
}

/** Polls that find nothing are not written down each: its last turn by the clock's last tick was one, once there was any. */
function lastPolled(accountId: string, health: Health, tick: number | undefined): number | null {
  const { polledAt, tierMinutes, nextPollAt } = health;
  if (polledAt === null || tierMinutes === null || nextPollAt === null || tick === undefined) return polledAt;
  return Math.max(polledAt, lastTurn(accountId, tierMinutes, tick));
}

const isoOrNull = (epochMs: number | null): string | null =>
  epochMs === null ? null : new Date(epochMs).toISOString();
