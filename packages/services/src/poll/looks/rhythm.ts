import { spread } from "@showrunner/core/ids.ts";

/** The number of the last line of the account's grid. */
export function lineOf(accountId: string, everyMs: number, at: number): number {
  const minutes = Math.max(1, Math.round(everyMs / 60_000));
  return Math.floor((at + spread(accountId, minutes) * 60_000) / everyMs);
}
