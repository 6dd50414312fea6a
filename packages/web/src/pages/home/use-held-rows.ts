import { type RefObject, useEffect, useState } from "react";
import { newRows } from "./new-rows.ts";

export interface HeldRows<Row> {
  shown: readonly Row[];
  /** How many came since, and are held back so that nothing moves under who reads. */
  held: number;
  /** Shows them. */
  show(): void;
}

/** New rows come in by themselves while the list's beginning is in sight and nothing in it is being used; else they wait. */
export function useHeldRows<Row extends { id: string }>(
  rows: readonly Row[],
  list: RefObject<HTMLElement | null>,
  filter: string,
): HeldRows<Row> {
  const [seen, setSeen] = useState<{ filter: string; id: string | undefined }>({ filter, id: undefined });
  const newest = rows[0]?.id;
  const firstSeenId = seen.filter === filter ? seen.id : undefined;
  // The first rows of a filter are what one sees, without another look at them.
  if (newest !== undefined && firstSeenId === undefined) setSeen({ filter, id: newest });
  const { fresh, shown } = newRows(rows, firstSeenId);
  const held = fresh.length;
  const isBehind = newest !== firstSeenId;
  useEffect(() => {
    if (newest === undefined || !isBehind) return undefined;
    const frame = requestAnimationFrame(() => {
      if (held === 0 || isAtRest(list.current)) setSeen({ filter, id: newest });
    });
    return () => cancelAnimationFrame(frame);
  }, [newest, isBehind, held, filter, list]);
  return { shown, held, show: () => setSeen({ filter, id: newest }) };
}

function isAtRest(list: HTMLElement | null): boolean {
  if (list === null) return true;
  const { top } = list.getBoundingClientRect();
  return top > 0 && top < window.innerHeight && !list.contains(document.activeElement) && !list.matches(":hover");
}
