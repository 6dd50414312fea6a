import { randomBytes } from "node:crypto";
import { DecryptCommand, GenerateDataKeyCommand, KMSClient, type KMSClientConfig } from "@aws-sdk/client-kms";
import { systemClock, type Clock } from "@showrunner/core/clock.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { accountPk, dataKeyKey, dataKeyPrefix } from "@showrunner/core/keys.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import type { Place, Purpose, Vault } from "@showrunner/core/ports/vault.ts";
import * as z from "zod";
import { failureOf, type AwsFailure } from "./aws-failure.ts";
import { openKeys, type OpenKey } from "./kms-vault-keys.ts";
import { keyIdOf, openText, sealText, unreadable } from "./sealed-text.ts";

export interface KmsVaultOptions {
  client: KMSClient;
  /** KMS keys, by id or ARN; a purpose without one can neither be sealed nor opened here. */
  keyIds: Partial<Record<Purpose, string>>;
  store: Store;
  clock?: Clock;
  /** Data keys kept in the clear, and for how long: each that is not costs a read and a call of KMS. */
  kept?: { keys: number; keepMs: number };
}

export interface KmsVault extends Vault {
  /**
   * Erases an account: deletes its data keys, without which nothing sealed for it opens again, wherever copies of it
   * are. Processes that have a key at hand can use it for as long as they keep keys.
   */
  forget(accountId: string): Promise<void>;
}

/** Of sealed texts whose keys are drawn by KMS and kept, wrapped, in the store. */
const version = "2";
/** The key that an account's values of one purpose are sealed under, by whoever may open it. */
const firstKeyId = "0";
const keyIdBytes = 6;

const hint =
  "It was changed or moved, or its account's key was erased: enter the secret anew (for Trakt: connect again).";

const StoredKey = z.object({ wrapped: z.base64() });

/** A client with time limits that suit a function: KMS answers in milliseconds. It tries three times. */
export function kmsClient(config: KMSClientConfig = {}): KMSClient {
  return new KMSClient({
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
    ...config,
  });
}

/**
 * The vault of the cloud: envelope encryption. An account has a data key for each purpose, drawn and wrapped by
 * KMS with an encryption context of both, and kept in the store. Who may not unwrap it (a role without
 * kms:Decrypt) seals under a further key of its own, which those who may will open.
 *
 * Throws Problem `vault.unreadable` as every vault; `vault.key_refused` when KMS refuses to work for this role or with
 * its key, and `vault.unavailable` when it does not answer: neither says anything of the sealed value.
 */
export function kmsVault(options: KmsVaultOptions): KmsVault {
  const { client, keyIds, store, clock = systemClock, kept = { keys: 5000, keepMs: 15 * 60_000 } } = options;
  const keys = openKeys(clock, kept);

  const kmsKeyOf = (purpose: Purpose): string => {
    const id = keyIds[purpose];
    if (id === undefined) throw unlinked(purpose);
    return id;
  };

  const unwrap = async (place: Place, keyId: string, wrapped: string): Promise<OpenKey> => {
    const request = new DecryptCommand({
      KeyId: kmsKeyOf(place.purpose),
      CiphertextBlob: Buffer.from(wrapped, "base64"),
      EncryptionContext: contextOf(place),
    });
    const { Plaintext } = await client.send(request).catch((error: unknown) => {
      throw problemOf(place, failureOf(error));
    });
    if (Plaintext === undefined) throw unreadable(place, hint);
    return { id: keyId, bytes: Plaintext };
  };

  /** The stored key of that id; undefined when there is none. */
  const stored = async (place: Place, keyId: string): Promise<OpenKey | undefined> => {
    const item = await store.get(dataKeyKey(place.accountId, place.purpose, keyId));
    if (item === undefined) return undefined;
    const key = StoredKey.safeParse(item.data);
    if (!key.success) throw unreadable(place, hint);
    return await unwrap(place, keyId, key.data.wrapped);
  };

  /** A new key, stored under that id; undefined when another is there already. */
  const make = async (place: Place, keyId: string): Promise<OpenKey | undefined> => {
    const request = new GenerateDataKeyCommand({
      KeyId: kmsKeyOf(place.purpose),
      KeySpec: "AES_256",
      EncryptionContext: contextOf(place),
    });
    const { Plaintext, CiphertextBlob } = await client.send(request).catch((error: unknown) => {
      throw problemOf(place, failureOf(error));
    });
    if (Plaintext === undefined || CiphertextBlob === undefined) throw unavailable(place.purpose, "no key");
    const data = { wrapped: Buffer.from(CiphertextBlob).toString("base64") };
    const item = { ...dataKeyKey(place.accountId, place.purpose, keyId), v: 1, data };
    if (await store.put(item, { kind: "absent" })) return { id: keyId, bytes: Plaintext };
    Plaintext.fill(0);
    return undefined;
  };

  /** The account's key, made by whoever is first. */
  const firstKey = async (place: Place): Promise<OpenKey> => {
    const key =
      (await stored(place, firstKeyId)) ?? (await make(place, firstKeyId)) ?? (await stored(place, firstKeyId));
    if (key === undefined) throw unavailable(place.purpose, "the account is being erased");
    return key;
  };

  const ownKey = async (place: Place): Promise<OpenKey> => {
    const key = await make(place, randomBytes(keyIdBytes).toString("base64url"));
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
        return await keys.with(nameOf(place, firstKeyId), () => firstKey(place), under);
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

function nameOf({ accountId, purpose }: Place, keyId: string): string {
  return `${JSON.stringify(accountId)} ${purpose} ${keyId}`;
}

/** KMS unwraps a key for the same context only, and writes it to its log: no secret may be in it. */
function contextOf({ accountId, purpose }: Place): Record<string, string> {
  return { account: accountId, purpose };
}

/** Names by which KMS says that the wrapped key is not what it made for this context. */
const foreignNames = /^(?:InvalidCiphertext|IncorrectKey)/;

function problemOf(place: Place, failure: AwsFailure): Problem {
  if (foreignNames.test(failure.name)) return unreadable(place, hint);
  return failure.mayPass ? unavailable(place.purpose, failure.told) : keyRefused(place.purpose, failure.told);
}

function unavailable(purpose: Purpose, told: string): Problem {
  return new Problem({
    code: "vault.unavailable",
    message: `KMS gave no key for ${purpose} (${told})`,
    hint: "Nothing is lost; it is tried again later.",
    retry: { kind: "default" },
  });
}

function keyRefused(purpose: Purpose, told: string): Problem {
  return new Problem({
    code: "vault.key_refused",
    message: `KMS refuses to use the key for ${purpose} (${told})`,
    hint: "Look whether the key is enabled and this function's role may use it so. What is sealed stays readable once it is.",
    retry: { kind: "default" },
  });
}

function unlinked(purpose: Purpose): Problem {
  return new Problem({
    code: "vault.unlinked",
    message: `no KMS key for ${purpose} is known here`,
    hint: "Set the key's id for this function in the stacks, and deploy again.",
  });
}
