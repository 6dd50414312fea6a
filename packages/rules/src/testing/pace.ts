/** How far the yardstick gets in a millisecond on a machine of today that has nothing else to do. */
const lapsPerMs = 16_000;

/** Work of a known length: what a rule is made of too, maps, texts and numbers. */
function yardstick(ms: number): number {
  const seen = new Map<string, number>();
  let sum = 0;
  for (let lap = 0; lap < ms * lapsPerMs; lap++) {
    const key = `key-${(lap * 7_919) % 512}`;
    seen.set(key, (seen.get(key) ?? 0) + lap);
    sum = (sum * 31 + key.length + (seen.get(key) ?? 0)) % 1_000_003;
  }
  return sum + seen.size;
}

function took(work: () => unknown): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}

/** The first time that something slow is met, other programs or old garbage may be to blame. */
const tries = 6;
const generous = 2;

/**
 * For tests: throws when work takes longer than that, as a machine of today would take it. What is slow is held against a
 * yardstick of that length, turn by turn: a busy machine is slow at both.
 */
export function within<T>(longestMs: number, work: () => T): T {
  const startedMs = performance.now();
  const result = work();
  if (performance.now() - startedMs < longestMs) return result;
  let [least, allowed] = [Infinity, 0];
  for (let at = 0; at < tries; at++) {
    allowed = Math.max(allowed, generous * took(() => yardstick(longestMs)));
    least = Math.min(least, took(work));
    if (least < allowed) return result;
  }
  throw slow(least, allowed);
}

/** The same of work that waits: what else this process does meanwhile counts as its own. */
export async function withinSoon<T>(longestMs: number, work: () => Promise<T>): Promise<T> {
  const timed = async (): Promise<{ result: T; tookMs: number }> => {
    const startedMs = performance.now();
    const result = await work();
    return { result, tookMs: performance.now() - startedMs };
  };
  const first = await timed();
  if (first.tookMs < longestMs) return first.result;
  let [least, allowed] = [Infinity, 0];
  for (let at = 0; at < tries; at++) {
    allowed = Math.max(allowed, generous * took(() => yardstick(longestMs)));
    least = Math.min(least, (await timed()).tookMs);
    if (least < allowed) return first.result;
  }
  throw slow(least, allowed);
}

function slow(least: number, allowed: number): Error {
  return new Error(`took ${least.toFixed(1)} ms, where ${allowed.toFixed(1)} ms is ${generous} times the yardstick`);
}
