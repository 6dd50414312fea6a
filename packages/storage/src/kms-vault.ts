import { randomBytes } from "node:crypto";
import type { KMSClient } from "@aws-sdk/client-kms";
import { systemClock, type Clock } from "@showrunner/core/clock.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { accountPk, dataKeyKey, dataKeyPrefix } from "@showrunner/core/keys.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import type { Place, Vault } from "@showrunner/core/ports/vault.ts";
import * as z from "zod";
import { kmsCalls, type KmsKeyIds, unavailable } from "./kms-calls.ts";
import { openKeys, type OpenKey } from "./kms-vault-keys.ts";
import { type WrappingKeys, wrappingKeys } from "./kms-wrapping-keys.ts";
import { keyIdOf, openBytes, openText, sealBytes, sealText, unreadable } from "./sealed-text.ts";

export interface KmsVaultOptions {
  client: KMSClient;
  keyIds: KmsKeyIds;
  store: Store;
  clock?: Clock;
  /** Data keys kept in the clear, and for how long: each that is not costs a read. */
  kept?: { keys: number; keepMs: number };
  /** How long the few keys that wrap the others are kept: each that is not costs a read and a call of KMS. */
  wrappingKeptMs?: number;
  /** What is sealed from now on is sealed under keys of this name; those of other names open what they sealed. */
  generation?: string;
}

/** Of sealed texts whose keys are kept, wrapped, in the store. */
const version = "2";
/** Of data keys, as they are kept. */
const keyVersion = "3";
const keyBytes = 32;
const ownIdBytes = 6;

const hint =
  "It was changed or moved, or its account's key was erased: enter the secret anew (for Trakt: connect again).";

/** Under a wrapping key, or, as all once were, by KMS itself. */
const StoredKey = z.union([z.object({ sealed: z.string() }), z.object({ wrapped: z.base64() })]);

/**
 * The vault of the cloud: envelope encryption. An account has a data key for each purpose, kept in the store, wrapped
 * under a key of that purpose which all accounts share, and which KMS wrapped. So KMS is asked for few keys, seldom; and an
 * account whose data keys are deleted is erased, wherever copies of what was sealed for it are. Who may not have keys
 * opened (a role without kms:Decrypt) seals under further keys of its own, which those who may will open.
 *
 * Throws Problem `vault.unreadable` as every vault; `vault.key_refused` when KMS refuses to work for this role or with
 * its key, `vault.unavailable` when it does not answer, and `vault.wrapping_key_lost` when the shared key is gone: those
 * say nothing of the sealed value.
 */
export function kmsVault(options: KmsVaultOptions): Vault {
  const { client, keyIds, store, clock = systemClock, kept = { keys: 5000, keepMs: 15 * 60_000 } } = options;
  const { wrappingKeptMs = 60 * 60_000, generation = "0" } = options;
  const kms = kmsCalls(client, keyIds);
  const wrapping = wrappingKeys({ kms, store, clock, keepMs: wrappingKeptMs, generation });
  const keys = openKeys(clock, kept);

  const unwrap = async (place: Place, keyId: string, data: z.infer<typeof StoredKey>): Promise<Uint8Array> => {
    if ("wrapped" in data) {
      const { accountId: account, purpose } = place;
      const bytes = await kms.unwrap({ account, purpose }, data.wrapped);
      if (bytes === undefined) throw unreadable(place, hint);
      return bytes;
    }
    const under = keyIdOf(data.sealed, keyVersion);
    if (under === undefined) throw unreadable(place, hint);
    return await wrapping.with(place.purpose, under, ({ bytes }) =>
      openBytes(keyVersion, bytes, placeOfKey(place, keyId), data.sealed, hint),
    );
  };

  /** The stored key of that id; undefined when there is none. */
  const stored = async (place: Place, keyId: string): Promise<OpenKey | undefined> => {
    const item = await store.get(dataKeyKey(place.accountId, place.purpose, keyId));
    if (item === undefined) return undefined;
    const key = StoredKey.safeParse(item.data);
    if (!key.success) throw unreadable(place, hint);
    return { id: keyId, bytes: await unwrap(place, keyId, key.data) };
  };

  /** A new key, stored under that id; undefined when another is there already. */
  const make = async (place: Place, keyId: string, under: Under): Promise<OpenKey | undefined> => {
    const bytes = randomBytes(keyBytes);
    const sealed = await under(place.purpose, (key) =>
      sealBytes({ version: keyVersion, keyId: key.id }, key.bytes, placeOfKey(place, keyId), bytes, randomBytes),
    );
    const item = { ...dataKeyKey(place.accountId, place.purpose, keyId), v: 1, data: { sealed } };
    if (await store.put(item, { kind: "absent" })) return { id: keyId, bytes };
    bytes.fill(0);
    return undefined;
  };

  /** The account's key of this generation, made by whoever is first. */
  const sharedKey = async (place: Place): Promise<OpenKey> => {
    const key =
      (await stored(place, generation)) ??
      (await make(place, generation, wrapping.withShared)) ??
      (await stored(place, generation));
    if (key === undefined) throw unavailable(place.purpose, "the account is being erased");
    return key;
  };

  const ownKey = async (place: Place): Promise<OpenKey> => {
    const key = await make(place, randomBytes(ownIdBytes).toString("base64url"), wrapping.withOwn);
    if (key === undefined) throw unavailable(place.purpose, "no id was free");
    return key;
  };

  return {
    seal: async (place, secret) => {
      const under = (key: OpenKey): string =>
        sealText({ version, keyId: key.id }, key.bytes, place, secret, randomBytes);
      const underOwn = (): Promise<string> => keys.with(nameOf(place, "own"), () => ownKey(place), under);
      if (keys.has(nameOf(place, "own"))) return await underOwn();
      try {
        return await keys.with(nameOf(place, generation), () => sharedKey(place), under);
      } catch (error) {
        if (error instanceof Problem && error.code === "vault.key_refused") return await underOwn();
        throw error;
      }
    },

    open: async (place, sealed) => {
      const keyId = keyIdOf(sealed, version);
      if (keyId === undefined) throw unreadable(place, hint);
      const load = async (): Promise<OpenKey> => {
        const key = await stored(place, keyId);
        if (key === undefined) throw unreadable(place, hint);
        return key;
      };
      return await keys.with(nameOf(place, keyId), load, ({ bytes }) => openText(version, bytes, place, sealed, hint));
    },

    forget: async (accountId) => {
      let after: string | undefined;
      do {
        const page = await store.query({ pk: accountPk(accountId), prefix: dataKeyPrefix, after });
        await Promise.all(page.items.map(({ pk, sk }) => store.delete({ pk, sk })));
        after = page.next;
      } while (after !== undefined);
      keys.drop(`${JSON.stringify(accountId)} `);
    },
  };
}

type Under = WrappingKeys["withShared"];

function nameOf({ accountId, purpose }: Place, keyId: string): string {
  return `${JSON.stringify(accountId)} ${purpose} ${keyId}`;
}

/** A wrapped data key opens as this key of this account and purpose only. */
function placeOfKey({ accountId, purpose }: Place, keyId: string): Place {
  return { accountId, purpose, field: `data key ${purpose} ${keyId}` };
}
