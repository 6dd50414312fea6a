import type { Draft } from "@showrunner/core/events/envelope.ts";

/** By code unit, the same on every machine; localeCompare is not. */
export function byValue<T extends string | number>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Drafts as they happened, in whatever order they were found. */
export function inOrder(drafts: readonly Draft[]): Draft[] {
  return drafts.toSorted(
    (a, b) => byValue(a.time, b.time) || byValue(a.type, b.type) || byValue(a.identity, b.identity),
  );
}
