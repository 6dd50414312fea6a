import type { Clock } from "@showrunner/core/clock.ts";

/** Steps of about 0.1 µs, done in one turn of the event loop: what anybody else waits for, a millisecond or one rule. */
const tickSteps = 10_000;
const stepsPerMs = 10_000;
/** What an account used is forgotten at this rate: a tenth of one core. */
const forgottenStepsPerMs = 1_000;
/** Who used so much more than that rests after each of their turns, while others are at work: nine times as long. */
const heavySteps = 300_000;
const restTimes = 9;
/** Others are at work who had a turn in the last so many milliseconds. */
const atWorkMs = 1_000;

interface Tenant {
  used: number;
  at: number;
  /** Until when (epoch ms) it is others' time. */
  restsUntil: number;
  waiting: { cost: number; begin: () => void }[];
}

/**
 * Shares one process out among accounts: each turn of the event loop has a bounded amount of work in it, and whoever used
 * less goes first. Who uses much leaves most of the time to others while there are any; alone, an account has all of it.
 */
export function fairTurns(clock: Clock): (accountId: string, cost: number) => Promise<void> {
  const tenants = new Map<string, Tenant>();
  /** Who had a turn last, and when; the longest ago first. */
  const recent = new Map<string, number>();
  let left = tickSteps;
  let isScheduled = false;
  /** Nobody but who rests waits for the next turn. */
  let resting: NodeJS.Timeout | undefined;

  const tenantOf = (accountId: string, now: number): Tenant => {
    const known = tenants.get(accountId) ?? { used: 0, at: now, restsUntil: 0, waiting: [] };
    known.used = Math.max(0, known.used - Math.max(0, now - known.at) * forgottenStepsPerMs);
    known.at = now;
    tenants.set(accountId, known);
    return known;
  };

  const isAlone = (accountId: string, now: number): boolean => {
    for (const [other, at] of recent) {
      if (now - at >= atWorkMs) recent.delete(other);
      else if (other !== accountId) return false;
    }
    return true;
  };

  const charge = (accountId: string, tenant: Tenant, cost: number, now: number): void => {
    left -= cost;
    tenant.used += cost;
    recent.delete(accountId);
    recent.set(accountId, now);
    if (tenant.used > heavySteps && !isAlone(accountId, now))
      tenant.restsUntil = now + (cost / stepsPerMs) * (1 + restTimes);
  };

  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    clearTimeout(resting);
    setImmediate(pump);
  };

  const pump = (): void => {
    isScheduled = false;
    clearTimeout(resting);
    left = tickSteps;
    const now = clock.now();
    const all = [...tenants.keys()].map((accountId) => ({ accountId, tenant: tenantOf(accountId, now) }));
    for (const { accountId, tenant } of all)
      if (tenant.used === 0 && tenant.waiting.length === 0) tenants.delete(accountId);
    const open = all.filter(({ tenant }) => tenant.waiting.length > 0);
    for (const { accountId, tenant } of open.toSorted((a, b) => a.tenant.used - b.tenant.used))
      while (left > 0 && tenant.restsUntil <= now) {
        const next = tenant.waiting.shift();
        if (next === undefined) break;
        charge(accountId, tenant, next.cost, now);
        next.begin();
      }
    // What was begun now takes this turn of the event loop; the next one is everybody's again.
    if (left < tickSteps) schedule();
    else if (open.length > 0)
      resting = setTimeout(pump, Math.max(1, Math.min(...open.map(({ tenant }) => tenant.restsUntil)) - now));
  };

  return (accountId, cost) => {
    const now = clock.now();
    const tenant = tenantOf(accountId, now);
    schedule();
    if (left > 0 && tenant.waiting.length === 0 && tenant.restsUntil <= now) {
      charge(accountId, tenant, cost, now);
      return Promise.resolve();
    }
    return new Promise((begin) => {
      tenant.waiting.push({ cost, begin });
    });
  };
}
