import { accountPk, connectionKey, dataKeyPrefix, pollPk, pushKeyKey } from "@showrunner/core/keys.ts";
import type { Item, Key, Store } from "@showrunner/core/ports/store.ts";
import type { Purpose } from "@showrunner/core/ports/vault.ts";

/** Where it is written down, in an account's partition, that it arrives, has arrived or has left. */
export const houseMarkKey = (accountId: string): Key => ({ pk: accountPk(accountId), sk: "HOUSE" });

/**
 * What stays behind, by its sort key or, where that ends in `#`, by the beginning of it. All else goes along: rules and
 * what they did, with what takes it back (`DEED#`, `UNDO#`), what waits (`WAIT#`, `HELD#`, `BUNDLE#`, `APPROVAL#`), what is
 * counted (`THROTTLE#`, `TAKEN#`, `ROOM#`), how rules and channels fare, a person's `SETTINGS`, and their side of a
 * `HOUSEHOLD#`, which is one again where both live.
 */
const staysBehind = [
  // Of this house's own vault.
  dataKeyPrefix,
  // What was read at Trakt for a while: it is read again when it is asked for.
  "VIEW#",
  "FACT#",
  "FACTMARKS",
  // What lets programs and people in here, by this house's address and by secrets of which only the hash is kept. It is
  // found by rows outside the account's partition, which do not move.
  "APIKEY#",
  "FEEDLINK#",
  "HOOK#",
  "SESSION#",
  "ENTER#",
  // A question that was asked with a link to here; what waits for a yes goes along, and is asked about again.
  "APPROVALASK#",
  // Requests to this house, which are known again for a day.
  "ANSWERED#",
  // The house's own marks.
  "HOUSE",
  "TOMBSTONE",
];

/** Of what belongs to nobody: the clocks of the house itself. */
const sharedStaysBehind = ["SCHEDULER", "PAUSE"];

/** A part of an archive: one account's rows, or those that belong to nobody. */
export type Part = { kind: "account"; accountId: string } | { kind: "shared" };

/** Whose partition timers and snapshots of the calendars of everything are in. */
const everybodysPk = accountPk("SHARED");

/** Partitions of a part. An account's connection comes first, so that it can always be told whether it is here or away. */
export function partitionsOf(part: Part): string[] {
  return part.kind === "shared" ? ["SHARED", everybodysPk] : [pollPk(part.accountId), accountPk(part.accountId)];
}

export function isCarried(part: Part, { pk, sk }: Key): boolean {
  const behind = part.kind === "shared" && pk !== everybodysPk ? [...staysBehind, ...sharedStaysBehind] : staysBehind;
  return (
    partitionsOf(part).includes(pk) && !behind.some((one) => (one.endsWith("#") ? sk.startsWith(one) : sk === one))
  );
}

/** A field of a row that a vault has sealed. */
export interface SealedField {
  name: string;
  purpose: Purpose;
  /** What the seal is bound to besides the account: see the vault's `Place`. */
  field: string;
  /** What stands there instead where the secret itself does not go along. */
  blank: "" | null;
}

/** The fields of a row that are sealed, whether or not anything is in them. */
export function sealedFieldsOf({ pk, sk }: Key): SealedField[] {
  if (pk === pollPk(accountIn(pk)) && sk === connectionKey("").sk)
    return ["accessToken", "refreshToken"].map((name) => ({ name, purpose: "tokens", field: name, blank: "" }));
  if (sk.startsWith("CHANNEL#"))
    return ["secrets", "formerSecrets"].map((name) => ({
      name,
      purpose: "channels",
      field: sk.slice("CHANNEL#".length),
      blank: null,
    }));
  // Browsers subscribed with its other half: without it they would have to do so again.
  if (sk === pushKeyKey("").sk) return [{ name: "privateKey", purpose: "channels", field: "push", blank: "" }];
  return [];
}

/** The account that a partition is of. */
export function accountIn(pk: string): string {
  return pk.slice(pk.indexOf("#") + 1);
}

/** As vaults write it: version, key, nonce, tag and ciphertext. */
const sealedText = /"[0-9]{1,3}\|[\w-]+\|[\w-]{16}\|[\w-]{22}\|[\w-]*"/;

/** Whether there is a sealed text in a row's data: such may only stand in the fields that are known to be sealed. */
export function holdsSealedText(data: Record<string, unknown>): boolean {
  return sealedText.test(JSON.stringify(data));
}

/** The data with what is sealed in it left blank. */
export function withoutSecrets(key: Key, data: Record<string, unknown>): Record<string, unknown> {
  // A field that a row never had is none of its blanks.
  const there = sealedFieldsOf(key).filter(({ name }) => data[name] !== undefined);
  const blanks = there.map(({ name, blank }): [string, unknown] => [name, blank]);
  return { ...data, ...Object.fromEntries(blanks) };
}

/** What of a row must be the same in both houses, as text: all of it but its version and what is sealed. */
export function textOf(item: Omit<Item, "v">): string {
  const { pk, sk, data, gsi1pk, gsi1sk, ttl } = item;
  return JSON.stringify([pk, sk, withoutSecrets(item, data), gsi1pk ?? null, gsi1sk ?? null, ttl ?? null]);
}

/** Every item of a part that is carried, in the order of its keys; what the store may forget is left out. */
export async function* itemsOf(store: Store, part: Part, nowMs: number): AsyncGenerator<Item> {
  for (const pk of partitionsOf(part)) {
    let after: string | undefined;
    do {
      const page = await store.query({ pk, after });
      for (const item of page.items) if (isCarried(part, item) && !isPast(item, nowMs)) yield item;
      after = page.next;
    } while (after !== undefined);
  }
}

/** Past its `ttl`: the store may have forgotten it, or forget it now. */
export function isPast({ ttl }: Pick<Item, "ttl">, nowMs: number): boolean {
  return ttl !== undefined && ttl * 1000 <= nowMs;
}
