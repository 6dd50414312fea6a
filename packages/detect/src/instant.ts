/**
 * A time of Trakt's in one spelling (`2022-10-14T03:19:22.000Z`), so that two spellings of an instant are one
 * and text order is time order. What is no time stays as it is.
 */
export function instantOf(time: string): string {
  const epochMs = Date.parse(time);
  return Number.isNaN(epochMs) ? time : new Date(epochMs).toISOString();
}

export function sameInstant(a: string, b: string): boolean {
  return a === b || instantOf(a) === instantOf(b);
}
