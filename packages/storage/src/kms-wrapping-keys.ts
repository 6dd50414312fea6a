import { randomBytes } from "node:crypto";
import type { Clock } from "@showrunner/core/clock.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { wrappingKeyKey } from "@showrunner/core/keys.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import type { Purpose } from "@showrunner/core/ports/vault.ts";
import * as z from "zod";
import { type KmsCalls, unavailable } from "./kms-calls.ts";
import { type OpenKey, openKeys } from "./kms-vault-keys.ts";

/** What accounts' data keys are wrapped under, so that KMS need not be asked for each: few, and kept at hand for long. */
export interface WrappingKeys {
  /** The key that is stored under that id. Throws Problem `vault.wrapping_key_lost` when none is that KMS would open. */
  with<T>(purpose: Purpose, keyId: string, use: (key: OpenKey) => T): Promise<T>;
  /** The purpose's key of this generation, made by whoever is first. */
  withShared<T>(purpose: Purpose, use: (key: OpenKey) => T): Promise<T>;
  /** A key that this process made, of an id of its own: for who may have keys made and not opened. */
  withOwn<T>(purpose: Purpose, use: (key: OpenKey) => T): Promise<T>;
}

export interface WrappingKeysOptions {
  kms: KmsCalls;
  store: Store;
  clock: Clock;
  keepMs: number;
  generation: string;
}

/** Far more than there are: generations, and the own ones of processes that may only seal. */
const keysKept = 1000;
const ownIdBytes = 6;

const StoredKey = z.object({ wrapped: z.base64() });

export function wrappingKeys({ kms, store, clock, keepMs, generation }: WrappingKeysOptions): WrappingKeys {
  const keys = openKeys(clock, { keys: keysKept, keepMs });

  /** Undefined when there is none. */
  const stored = async (purpose: Purpose, id: string): Promise<OpenKey | undefined> => {
    const item = await store.get(wrappingKeyKey(purpose, id));
    if (item === undefined) return undefined;
    const key = StoredKey.safeParse(item.data);
    const bytes = key.success ? await kms.unwrap({ purpose, key: id }, key.data.wrapped) : undefined;
    if (bytes === undefined) throw lost(purpose, id);
    return { id, bytes };
  };

  /** Undefined when another is stored under that id already. */
  const make = async (purpose: Purpose, id: string): Promise<OpenKey | undefined> => {
    const { bytes, wrapped } = await kms.generate({ purpose, key: id });
    if (await store.put({ ...wrappingKeyKey(purpose, id), v: 1, data: { wrapped } }, { kind: "absent" }))
      return { id, bytes };
    bytes.fill(0);
    return undefined;
  };

  const existing = async (purpose: Purpose, id: string): Promise<OpenKey> => {
    const key = await stored(purpose, id);
    if (key === undefined) throw lost(purpose, id);
    return key;
  };

  const shared = async (purpose: Purpose): Promise<OpenKey> =>
    (await stored(purpose, generation)) ?? (await make(purpose, generation)) ?? (await existing(purpose, generation));

  const own = async (purpose: Purpose): Promise<OpenKey> => {
    const key = await make(purpose, randomBytes(ownIdBytes).toString("base64url"));
    if (key === undefined) throw unavailable(purpose, "no id was free");
    return key;
  };

  return {
    with: (purpose, keyId, use) => keys.with(`${purpose} ${keyId}`, () => existing(purpose, keyId), use),
    withShared: (purpose, use) => keys.with(`${purpose} ${generation}`, () => shared(purpose), use),
    withOwn: (purpose, use) => keys.with(`${purpose} own`, () => own(purpose), use),
  };
}

/** Nobody is told to connect again for it: put back, the key opens what it wrapped. */
function lost(purpose: Purpose, keyId: string): Problem {
  const { pk, sk } = wrappingKeyKey(purpose, keyId);
  return new Problem({
    code: "vault.wrapping_key_lost",
    message: `the table holds no key ${keyId} for ${purpose} that KMS would open`,
    hint: `Put the item ${pk} ${sk} back from a restored table, and look whether the function has the KMS key that it was made with.`,
    retry: { kind: "default" },
  });
}
