import { hash } from "node:crypto";

/** A stream of numbers from 0 up to, and without, 1: the same for the same seed (mulberry32 over FNV-1a). */
export function seeded(seed: string): () => number {
  let value = 0x811c9dc5;
  for (let at = 0; at < seed.length; at++) {
    value ^= seed.charCodeAt(at);
    value = Math.imul(value, 0x01000193);
  }
  return () => {
    value = (value + 0x6d2b79f5) | 0;
    let mixed = Math.imul(value ^ (value >>> 15), 1 | value);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of the list; undefined only when the list is empty. */
export function pick<T>(list: readonly T[], next: () => number): T | undefined {
  return list[Math.floor(next() * list.length)];
}

/** A token, code or uuid's worth of hex: the same for the same parts, unlike for unlike ones. */
export function digest(...parts: readonly (string | number)[]): string {
  return hash("sha256", parts.join(":"), "hex");
}
