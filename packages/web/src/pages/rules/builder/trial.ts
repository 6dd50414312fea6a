import { createContext, useContext, useEffect, useState } from "react";
import { me, useApi } from "../../../app/api.ts";
import type { RuleValue } from "../../../rules/rule-value.ts";

/** What a rule is tried on while it is worked on. */
export interface Trial {
  /** The rule as it stands, once it has settled for a moment; undefined while it has mistakes. */
  source: RuleValue | undefined;
  types: readonly string[];
  /** An event that happened; an example when undefined. */
  event: string | undefined;
  setEvent(id: string | undefined): void;
  /** What was looked back with, as it was then. */
  past: { source: RuleValue; days: number } | undefined;
  setPast(past: { source: RuleValue; days: number }): void;
}

export const TrialContext = createContext<Trial>({
  source: undefined,
  types: [],
  event: undefined,
  setEvent: () => undefined,
  past: undefined,
  setPast: () => undefined,
});

export const useTrial = (): Trial => useContext(TrialContext);

/** The value as it was when it last rested for so long. */
export function useSettled<T>(value: T, forMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), forMs);
    return () => clearTimeout(timer);
  }, [value, forMs]);
  return settled;
}

/** The latest stored events of these types. */
export function usePastEvents(types: readonly string[]) {
  const query = useApi("events.list", { path: me, query: { limit: 200 } });
  return (query.data?.items ?? []).filter(({ type }) => types.includes(type)).slice(0, 50);
}
