import type { Clock } from "@showrunner/core/clock.ts";

/** Steps of about 0.1 µs: what is done in one turn of the event loop, and so what anybody else waits for: a millisecond. */
const tickSteps = 10_000;
/** What one account may do at once beyond its share, and the share of one core that is left to it then: a tenth. */
const burstSteps = 2_000_000;
const shareStepsPerMs = 1_000;
/** Whoever had a turn since then is at work. */
const activeMs = 1_000;
/** Who does no more than so many times what others do has no more than their share. */
const fairTimes = 2;
/** How often who rests is looked at again. */
const restMs = 5;

interface Tenant {
  used: number;
  at: number;
  waiting: { cost: number; begin: () => void }[];
}

/**
 * Shares one process out among accounts: each turn of the event loop has a bounded amount of work in it, who used less goes
 * first, and who uses much more than others rests while they are at work. Alone, an account has all of it.
 */
export function fairTurns(clock: Clock): (accountId: string, cost: number) => Promise<void> {
  const tenants = new Map<string, Tenant>();
  let left = tickSteps;
  let isScheduled = false;
  let isAsleep = false;

  const tenantOf = (accountId: string, now: number): Tenant => {
    const known = tenants.get(accountId) ?? { used: 0, at: now, waiting: [] };
    known.used = Math.max(0, known.used - Math.max(0, now - known.at) * shareStepsPerMs);
    known.at = Math.max(known.at, now);
    tenants.set(accountId, known);
    return known;
  };

  /** Of those at work but this one, what they used on average; undefined when there are none. */
  const usedByOthers = (tenant: Tenant, now: number): number | undefined => {
    let [sum, count] = [0, 0];
    for (const other of tenants.values()) {
      if (other === tenant || now - other.at > activeMs) continue;
      sum += other.used;
      count += 1;
    }
    return count === 0 ? undefined : sum / count;
  };

  const mayWork = (tenant: Tenant, now: number): boolean => {
    if (tenant.used < burstSteps) return true;
    const others = usedByOthers(tenant, now);
    return others === undefined || tenant.used <= others * fairTimes;
  };

  const charge = (tenant: Tenant, cost: number): void => {
    left -= cost;
    // What was done while nobody else was there is not held against anybody for long.
    tenant.used = Math.min(tenant.used + cost, burstSteps + Math.max(cost, tickSteps));
  };

  const pump = (): void => {
    isScheduled = false;
    left = tickSteps;
    const now = clock.now();
    for (const [accountId, tenant] of tenants)
      if (
        tenant.waiting.length === 0 &&
        now - tenant.at > activeMs &&
        tenant.used <= (now - tenant.at) * shareStepsPerMs
      )
        tenants.delete(accountId);
    const open = [...tenants.keys()].flatMap((accountId) => {
      const found = tenants.get(accountId);
      return found === undefined || found.waiting.length === 0 ? [] : [tenantOf(accountId, now)];
    });
    let isResting = false;
    for (const tenant of open.toSorted((a, b) => a.used - b.used))
      while (left > 0 && tenant.waiting.length > 0) {
        if (!mayWork(tenant, now)) {
          isResting = true;
          break;
        }
        const next = tenant.waiting.shift();
        if (next === undefined) break;
        charge(tenant, next.cost);
        next.begin();
      }
    // What was begun now takes this turn of the event loop; the next one is everybody's again.
    if (left < tickSteps) schedule();
    else if (isResting) rest();
  };

  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(pump);
  };

  const rest = (): void => {
    if (isAsleep) return;
    isAsleep = true;
    void clock.sleep(restMs).then(() => {
      isAsleep = false;
      schedule();
    });
  };

  return (accountId, cost) => {
    const now = clock.now();
    const tenant = tenantOf(accountId, now);
    if (left > 0 && tenant.waiting.length === 0 && mayWork(tenant, now)) {
      charge(tenant, cost);
      schedule();
      return Promise.resolve();
    }
    return new Promise((begin) => {
      tenant.waiting.push({ cost, begin });
      schedule();
    });
  };
}
