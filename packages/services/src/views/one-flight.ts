import type { Services } from "../context.ts";
import { tooSlow } from "./too-slow.ts";

interface Flight<T> {
  answer: Promise<T>;
  asking: number;
  ending: AbortController;
}

/** Reads once for all who ask the same at the same time. */
export type OneFlight<T> = (
  ctx: Services,
  key: readonly unknown[],
  signal: AbortSignal | undefined,
  read: (signal: AbortSignal) => Promise<T>,
) => Promise<T>;

/**
 * Of the same question, asked again while it is being answered, one answer serves all: Trakt counts what each person asks.
 * The reading ends early when nobody waits for it any more. Whoever leaves before others gets Problem `view.slow`.
 */
export function oneFlight<T>(): OneFlight<T> {
  const flights = new WeakMap<Services, Map<string, Flight<T>>>();
  return async (ctx, key, signal, read) => {
    const here = flights.get(ctx) ?? new Map<string, Flight<T>>();
    flights.set(ctx, here);
    const name = JSON.stringify(key);
    let flight = here.get(name);
    if (flight === undefined) {
      const ending = new AbortController();
      flight = { answer: read(ending.signal), asking: 0, ending };
      here.set(name, flight);
    }
    const { answer, ending } = flight;
    const joined = flight;
    joined.asking += 1;
    const leave = (): void => {
      joined.asking -= 1;
      if (joined.asking > 0) return;
      if (here.get(name) === joined) here.delete(name);
      ending.abort();
    };
    try {
      return await Promise.race([answer, leftBehind(signal, joined)]);
    } finally {
      leave();
    }
  };
}

/** Rejects when whoever asks goes, unless they are the last: what is under way is then ended, and tells so itself. */
function leftBehind<T>(signal: AbortSignal | undefined, flight: Flight<T>): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = (): void => {
      if (flight.asking > 1) reject(tooSlow(signal?.reason));
      else flight.ending.abort();
    };
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
  });
}
