import type { RuleRecord } from "@showrunner/core/records.ts";
import type { NamedThing } from "./named-thing.ts";

/** What keeps something from being seen or heard. */
export interface Cause {
  code:
    | "needs_reconnect"
    | "disconnected"
    | "paused"
    | "no_rules"
    | "rules_off"
    | "rule_off"
    | "not_read"
    | "never_read"
    | "never_polled"
    | "not_polled_since"
    | "unsettled"
    | "hidden"
    | "dropped"
    | "not_yours"
    | "not_aired"
    | "no_date"
    | "no_such_episode"
    | "before_days"
    | "not_kept"
    | "before_you"
    | "before_on";
  /** Since when it is so, or when it will no longer be; ISO 8601. */
  at: string | null;
  /** For a person. */
  sentence: string;
}

/** What is asked about, and by whom. */
export interface Silence {
  about: NamedThing & { season: number | null; episode: number | null; name: string };
  /** Those that might have told. */
  rules: readonly RuleRecord[];
  /** It is asked about this one rule. */
  isNamed: boolean;
  zone: string;
  /** What was recorded before was not looked at, ISO 8601. */
  from: string;
  /** Something about it was seen, and no rule ran on it. */
  isSeen: boolean;
}

/** How times are told. */
export interface Say {
  now: number;
  when(epochMs: number): string;
}

export function cause(code: Cause["code"], atMs: number | null, sentence: string): Cause {
  return { code, at: atMs === null ? null : new Date(atMs).toISOString(), sentence };
}
