import { TraktError } from "@showrunner/trakt/errors.ts";

/** What a call answers; undefined where Trakt knows no such thing, or no longer. */
export async function ifKnown<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof TraktError && error.kind === "not_found") return undefined;
    throw error;
  }
}
