/** A bound on text: a text, or what sorts after every text. */
export type Bound = string | Uint8Array;

/** SQLite sorts any BLOB after any TEXT (https://sqlite.org/datatype3.html#sort_order): a bound that bounds nothing. */
export const afterAllText: Uint8Array = new Uint8Array(1);

/** The first text that sorts after this one. */
export const justAfter = (text: string): string => `${text}\u0000`;

/** What sorts after every text that begins with `prefix`, and before all others that follow. */
export function afterPrefix(prefix: string): Bound {
  // Code points sort as their UTF-8 bytes do; the last one that has a successor takes its place.
  const points = Array.from(prefix.toWellFormed(), (character) => character.codePointAt(0) ?? 0);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last < 0x10_ff_ff) return String.fromCodePoint(...points, last === 0xd7_ff ? 0xe0_00 : last + 1);
  }
  return afterAllText;
}
