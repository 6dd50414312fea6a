import { hash, randomBytes } from "node:crypto";

export type IdPrefix =
  | "acc"
  | "rul"
  | "evt"
  | "run"
  | "act"
  | "chn"
  | "tmr"
  | "msg"
  | "own"
  | "und"
  | "apr"
  | "hld"
  | "key"
  | "fed"
  | "hok"
  | "ses"
  | "inv"
  | "aud";

/** Base64url characters kept of a SHA-256: 120 bits, beyond any accidental meeting. */
const idLength = 20;

/**
 * An id made from what it stands for: the same parts always give the same id, so whatever is
 * done twice is found to be there already.
 */
export function deriveId(prefix: IdPrefix, parts: readonly (string | number)[]): string {
  // A separator that no part can hold keeps ["a", "bc"] apart from ["ab", "c"].
  return `${prefix}_${hash("sha256", parts.join("\u0000"), "base64url").slice(0, idLength)}`;
}

/** Randomness as the services see it, so that a simulation can replay it. */
export interface Random {
  /** A number from 0 up to, and without, 1. */
  next(): number;
  /** A fresh id. */
  id(prefix: IdPrefix): string;
}

export const systemRandom: Random = {
  next: () => randomBytes(4).readUInt32LE() / 2 ** 32,
  id: (prefix) => `${prefix}_${randomBytes(15).toString("base64url")}`,
};

/** The account's id comes from Trakt's uuid: connecting again finds the same account. */
export function accountIdOf(traktUuid: string): string {
  return deriveId("acc", [traktUuid]);
}

/** Stable spread of accounts over slots and shards: FNV-1a, 32 bits. */
export function spread(id: string, over: number): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) {
    value ^= id.charCodeAt(at);
    value = Math.imul(value, 0x01000193);
  }
  // FNV's low bits are its weak ones.
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  value ^= value >>> 12;
  return (value >>> 0) % over;
}
