import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import type { Place, Purpose, Vault } from "@showrunner/core/ports/vault.ts";
import type { Secret } from "@showrunner/core/secret.ts";
import { keyIdOf, openText, sealText, unreadable, type RandomBytes } from "./sealed-text.ts";

export interface MasterKey {
  /** Names the key in what it sealed; base64url. */
  id: string;
  /** 32 bytes. */
  key: Secret<Buffer>;
}

/** The keys of each purpose, newest first: the first seals, any opens. */
export type MasterKeys = Record<Purpose, readonly [MasterKey, ...MasterKey[]]>;

/** Of sealed texts whose keys are derived from a master key. */
const version = "1";
const keyBytes = 32;

const hint =
  "It was changed or moved, or the key it was sealed under is gone: put the key file back that belongs to this database, or enter the secret anew (for Trakt: connect again).";

/**
 * A vault over master keys.
 *
 * The data key of an account is derived (HKDF-SHA256, RFC 5869), not drawn and wrapped: a wrapped key needs a
 * place of its own that is read before each use, and a vault sees no store. Derived, it is at hand for any account at
 * once, cannot be lost apart from the key file, and still keeps each account's and purpose's values apart.
 * The price: one account cannot be erased by throwing its key away; its sealed values have to be deleted.
 */
export function sealingVault(masters: MasterKeys, randomBytes: RandomBytes): Vault {
  const dataKey = rememberingKeys();
  return {
    seal: async (place, secret) => {
      const [master] = masters[place.purpose];
      return sealText({ version, keyId: master.id }, dataKey(master, place), place, secret, randomBytes);
    },

    open: async (place, sealed) => {
      const keyId = keyIdOf(sealed, version);
      const master = masters[place.purpose].find(({ id }) => id === keyId);
      if (master === undefined) throw unreadable(place, hint);
      return openText(version, dataKey(master, place), place, sealed, hint);
    },

    forget: async () => {},
  };
}

/** Deriving costs more than opening, and every poll opens a token: the keys of so many accounts are kept at hand. */
const keysKept = 20_000;

function rememberingKeys(): (master: MasterKey, place: Place) => KeyObject {
  const kept = new Map<string, KeyObject>();
  return (master, { purpose, accountId }) => {
    const name = `${master.id} ${purpose} ${accountId}`;
    const known = kept.get(name);
    if (known !== undefined) return known;
    const key = deriveKey(master, purpose, accountId);
    const oldest = kept.keys().next();
    if (kept.size >= keysKept && oldest.done !== true) kept.delete(oldest.value);
    kept.set(name, key);
    return key;
  };
}

function deriveKey({ key }: MasterKey, purpose: Purpose, accountId: string): KeyObject {
  const info = JSON.stringify(["showrunner", "data key", version, purpose, accountId]);
  // No salt: the master is uniformly random already (RFC 5869, section 3.1).
  return createSecretKey(Buffer.from(hkdfSync("sha256", key.reveal(), "", info, keyBytes)));
}
