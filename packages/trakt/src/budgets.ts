/** How many calls of one kind a person has left. Times are epoch milliseconds. */
export interface Budget {
  /** Calls that may start now. */
  room(nowMs: number): number;
  take(nowMs: number): void;
  /** When there is room again; only asked while there is none. */
  roomAtMs(): number;
  /** Nothing to remember: a new budget would say the same. */
  isFresh(nowMs: number): boolean;
}

/** Calls that start close together are remembered as one entry; it counts until the last of them has left the window. */
const entriesPerWindow = 60;

/** At most `limit` calls in any stretch of `windowMs`. */
export function windowBudget(limit: number, windowMs: number): Budget {
  const spanMs = windowMs / entriesPerWindow;
  const entries: { firstMs: number; lastMs: number; calls: number }[] = [];
  let used = 0;
  const forget = (nowMs: number): void => {
    for (let oldest = entries[0]; oldest !== undefined && oldest.lastMs + windowMs <= nowMs; oldest = entries[0]) {
      used -= oldest.calls;
      entries.shift();
    }
  };
  return {
    room(nowMs) {
      forget(nowMs);
      return limit - used;
    },
    take(nowMs) {
      used += 1;
      const newest = entries.at(-1);
      if (newest === undefined || nowMs - newest.firstMs >= spanMs)
        entries.push({ firstMs: nowMs, lastMs: nowMs, calls: 1 });
      else {
        newest.lastMs = nowMs;
        newest.calls += 1;
      }
    },
    roomAtMs: () => (entries[0]?.lastMs ?? Number.NEGATIVE_INFINITY) + windowMs,
    isFresh(nowMs) {
      forget(nowMs);
      return used === 0;
    },
  };
}

/** One call, then none for `intervalMs`. */
export function intervalBudget(intervalMs: number): Budget {
  let nextMs = Number.NEGATIVE_INFINITY;
  return {
    room: (nowMs) => (nowMs >= nextMs ? 1 : 0),
    take(nowMs) {
      nextMs = nowMs + intervalMs;
    },
    roomAtMs: () => nextMs,
    isFresh: (nowMs) => nowMs >= nextMs,
  };
}
