import type { TraktSession } from "@showrunner/trakt/client.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";

/** Of these a view tells what it can all the same; after any other failure the rest would be read for nothing. */
const isOfOneThing: ReadonlySet<TraktError["kind"]> = new Set(["not_found", "private", "forbidden"]);

/**
 * A session whose calls end together: when one fails for good, and when the signal comes, those that wait for their turn
 * do not wait on. After a 429 that may be minutes.
 */
export function endingTogether(session: TraktSession, signal: AbortSignal | undefined): TraktSession {
  const failing = new AbortController();
  const ends = { signal: signal === undefined ? failing.signal : AbortSignal.any([signal, failing.signal]) };
  const note = (error: unknown): void => {
    if (!(error instanceof TraktError && isOfOneThing.has(error.kind))) failing.abort();
  };
  const noted = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      note(error);
      throw error;
    }
  };
  async function* each<T>(answers: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* answers;
    } catch (error) {
      note(error);
      throw error;
    }
  }
  return {
    key: session.key,
    calls: () => session.calls(),
    call: (endpoint, input) => noted(session.call(endpoint, input, ends)),
    pages: (endpoint, input) => each(session.pages(endpoint, input, ends)),
    items: (endpoint, input) => each(session.items(endpoint, input, ends)),
    readWhole: (endpoint, input) => noted(session.readWhole(endpoint, input, ends)),
  };
}
