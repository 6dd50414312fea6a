import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import type { Place, Purpose, Vault } from "@showrunner/core/ports/vault.ts";
import { Secret } from "@showrunner/core/secret.ts";

export interface MasterKey {
  /** Names the key in what it sealed; base64url. */
  id: string;
  /** 32 bytes. */
  key: Secret<Buffer>;
}

/** The keys of each purpose, newest first: the first seals, any opens. */
export type MasterKeys = Record<Purpose, readonly [MasterKey, ...MasterKey[]]>;

/** `size` unpredictable bytes. */
export type RandomBytes = (size: number) => Uint8Array;

/** Names the layout of what is sealed and how its key is made; another layout gets another version. */
const version = "1";
/** The one table that sealed values live in. */
const table = "showrunner";

const cipher = "aes-256-gcm";
const keyBytes = 32;
/** NIST SP 800-38D's size for random nonces; the risk of a repeat is nil below 2^32 seals under one data key. */
const ivBytes = 12;
const tagBytes = 16;

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
      const iv = Buffer.from(randomBytes(ivBytes));
      const sealing = createCipheriv(cipher, dataKey(master, place), iv, { authTagLength: tagBytes });
      sealing.setAAD(boundTo(place));
      const ciphertext = Buffer.concat([sealing.update(secret.reveal(), "utf8"), sealing.final()]);
      const parts = [iv, sealing.getAuthTag(), ciphertext].map((bytes) => bytes.toString("base64url"));
      return [version, master.id, ...parts].join("|");
    },

    open: async (place, sealed) => {
      const [sealedVersion, keyId, iv, tag, ciphertext, ...rest] = sealed.split("|");
      if (sealedVersion !== version || ciphertext === undefined || rest.length > 0) throw unreadable(place);
      const master = masters[place.purpose].find(({ id }) => id === keyId);
      if (master === undefined) throw unreadable(place);
      try {
        const opening = createDecipheriv(cipher, dataKey(master, place), bytesOf(iv, ivBytes), {
          authTagLength: tagBytes,
        });
        opening.setAAD(boundTo(place));
        opening.setAuthTag(bytesOf(tag, tagBytes));
        return new Secret(Buffer.concat([opening.update(bytesOf(ciphertext)), opening.final()]).toString("utf8"));
      } catch {
        // What the cipher says of it ("unable to authenticate") adds nothing for anybody.
        throw unreadable(place);
      }
    },
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

/** Additional authenticated data; the purpose is in the key. JSON, so that no two places read the same. */
function boundTo({ accountId, field }: Place): Buffer {
  return Buffer.from(JSON.stringify([table, accountId, field, version]));
}

/** Throws for anything but the one base64url text of the bytes: a changed text is never taken for the same. */
function bytesOf(text = "", length?: number): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text || (length !== undefined && bytes.length !== length)) {
    throw new TypeError("not the base64url of what was expected");
  }
  return bytes;
}

function unreadable({ purpose, accountId, field }: Place): Problem {
  return new Problem({
    code: "vault.unreadable",
    message: `the sealed ${field} (${purpose}) of ${accountId} cannot be opened`,
    hint: "It was changed or moved, or the key it was sealed under is gone: put the key file back that belongs to this database, or enter the secret anew (for Trakt: connect again).",
  });
}
