/** Dollars of a month, as docs/cost.md has them; a test holds these figures against that page. */
export const monthly = {
  /** Polls of one account, by its tier in minutes. */
  tiers: { 1: 0.0233, 5: 0.0053, 15: 0.0019, 60: 0.0005, 360: 0.0001 },
  /** Looks at tokens, renewals and storage, of one account. */
  account: 0.0007,
  /** Three changes a day, each told once, of one account. */
  changes: 0.0021,
  /** The stage itself, whoever uses it. */
  stage: 3.78,
} as const;

/** One line of an estimate. */
export interface CostLine {
  what: string;
  dollars: number;
}

/** What a month costs with so many accounts in each tier, each with three changes a day. */
export function costOf(accountsByTier: ReadonlyMap<number, number>): { dollars: number; lines: CostLine[] } {
  const accounts = [...accountsByTier.values()].reduce((sum, count) => sum + count, 0);
  const polls = [...accountsByTier]
    .toSorted(([a], [b]) => a - b)
    .map(([minutes, count]) => ({
      what: `polls of ${count} ${count === 1 ? "account" : "accounts"} every ${minutes} min`,
      dollars: count * tierPrice(minutes),
    }));
  const lines = [
    { what: "the stage itself", dollars: monthly.stage },
    ...polls,
    { what: "looks at tokens, renewals and storage", dollars: accounts * monthly.account },
    { what: "three changes a day of each, told once", dollars: accounts * monthly.changes },
  ].map(({ what, dollars }) => ({ what, dollars: Math.round(dollars * 10_000) / 10_000 }));
  return { dollars: Math.round(lines.reduce((sum, { dollars }) => sum + dollars, 0) * 100) / 100, lines };
}

/** That of the next faster tier that has a price. */
function tierPrice(minutes: number): number {
  const priced = Object.entries(monthly.tiers).map(([tier, price]) => ({ tier: Number(tier), price }));
  return priced.findLast(({ tier }) => tier <= minutes)?.price ?? monthly.tiers[1];
}
