/** How a rule fares, by the latest runs of all rules. */
export interface RuleStanding {
  /** When it last looked at something, ISO 8601. */
  ranAt: string;
  actedAt: string | undefined;
  /** Its latest run failed. */
  isFailing: boolean;
  /** How many of its runs wait for a yes. */
  waits: number;
}

interface RunTold {
  at: string;
  rule: { id: string };
  outcome: string;
}

/** By rule, of runs with the newest first. */
export function standings(
  runs: readonly RunTold[],
  approvals: readonly { rule: { id: string }; askedAt: string; state: string }[],
): ReadonlyMap<string, RuleStanding> {
  const found = new Map<string, RuleStanding>();
  for (const { at, rule, outcome } of runs) {
    const former = found.get(rule.id);
    found.set(rule.id, {
      ranAt: former?.ranAt ?? at,
      actedAt: former?.actedAt ?? (outcome === "matched" ? at : undefined),
      isFailing: former?.isFailing ?? outcome === "failed",
      waits: 0,
    });
  }
  for (const { rule, askedAt, state } of approvals) {
    if (state !== "waiting") continue;
    const former = found.get(rule.id) ?? { ranAt: askedAt, actedAt: undefined, isFailing: false, waits: 0 };
    found.set(rule.id, { ...former, waits: former.waits + 1 });
  }
  return found;
}
