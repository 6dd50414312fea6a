import type { Clock } from "@showrunner/core/clock.ts";

/** Steps of about 0.1 µs, done in one turn of the event loop: what anybody else waits for, a millisecond or one rule. */
const tickSteps = 10_000;
/** What an account used is forgotten at this rate: a tenth of one core. */
const forgottenStepsPerMs = 1_000;

interface Tenant {
  used: number;
  at: number;
  waiting: { cost: number; begin: () => void }[];
}

/**
 * Shares one process out among accounts: each turn of the event loop has a bounded amount of work in it, and whoever used
 * less goes first. Alone, an account has all of it.
 */
export function fairTurns(clock: Clock): (accountId: string, cost: number) => Promise<void> {
  const tenants = new Map<string, Tenant>();
  let left = tickSteps;
  let isScheduled = false;

  const tenantOf = (accountId: string, now: number): Tenant => {
    const known = tenants.get(accountId) ?? { used: 0, at: now, waiting: [] };
    known.used = Math.max(0, known.used - Math.max(0, now - known.at) * forgottenStepsPerMs);
    known.at = now;
    tenants.set(accountId, known);
    return known;
  };

  const charge = (tenant: Tenant, cost: number): void => {
    left -= cost;
    tenant.used += cost;
  };

  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(pump);
  };

  const pump = (): void => {
    isScheduled = false;
    left = tickSteps;
    const now = clock.now();
    const all = [...tenants.keys()].map((accountId) => ({ accountId, tenant: tenantOf(accountId, now) }));
    for (const { accountId, tenant } of all)
      if (tenant.used === 0 && tenant.waiting.length === 0) tenants.delete(accountId);
    const open = all.flatMap(({ tenant }) => (tenant.waiting.length === 0 ? [] : [tenant]));
    for (const tenant of open.toSorted((a, b) => a.used - b.used))
      while (left > 0) {
        const next = tenant.waiting.shift();
        if (next === undefined) break;
        charge(tenant, next.cost);
        next.begin();
      }
    // What was begun now takes this turn of the event loop; the next one is everybody's again.
    if (left < tickSteps) schedule();
  };

  return (accountId, cost) => {
    const tenant = tenantOf(accountId, clock.now());
    schedule();
    if (left > 0 && tenant.waiting.length === 0) {
      charge(tenant, cost);
      return Promise.resolve();
    }
    return new Promise((begin) => {
      tenant.waiting.push({ cost, begin });
    });
  };
}
