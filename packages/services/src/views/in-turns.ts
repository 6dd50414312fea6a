/**
 * Does the same for each of many, so many at a time, and keeps their order. After a failure nothing new is begun; the
 * first one is thrown when what is under way has ended.
 */
export async function inTurns<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const done: [at: number, result: R][] = [];
  const left = items.entries();
  const failures: unknown[] = [];
  const turn = async (): Promise<void> => {
    for (const [at, item] of left) {
      if (failures.length > 0) return;
      try {
        done.push([at, await work(item)]);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, turn));
  if (failures.length > 0) throw failures[0];
  return done.toSorted(([a], [b]) => a - b).map(([, result]) => result);
}

/** A view leaves most of the governor's 16 connections to what runs beside it. */
export const readsAtOnce = 6;
