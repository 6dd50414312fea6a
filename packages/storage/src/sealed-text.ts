import { createCipheriv, createDecipheriv, type KeyObject } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import type { Place } from "@showrunner/core/ports/vault.ts";
import { Secret } from "@showrunner/core/secret.ts";

/** `size` unpredictable bytes. */
export type RandomBytes = (size: number) => Uint8Array;

/** A data key of 32 bytes, for one account and purpose. */
export type DataKey = KeyObject | Uint8Array;

/** What a sealed text says of how it was sealed. */
export interface Header {
  /** Names the layout of what is sealed and how its key is made; another layout gets another version. */
  version: string;
  /** Names the key; base64url. */
  keyId: string;
}

/** The one table that sealed values live in. */
const table = "showrunner";

const cipher = "aes-256-gcm";
/** NIST SP 800-38D's size for random nonces; the risk of a repeat is nil below 2^32 seals under one data key. */
const ivBytes = 12;
const tagBytes = 16;

/** `version|keyId|iv|tag|ciphertext`, bound to its place. */
export function sealText(
  header: Header,
  key: DataKey,
  place: Place,
  secret: Secret<string>,
  randomBytes: RandomBytes,
): string {
  return sealBytes(header, key, place, Buffer.from(secret.reveal(), "utf8"), randomBytes);
}

/** As `sealText`, of bytes. */
export function sealBytes(
  { version, keyId }: Header,
  key: DataKey,
  place: Place,
  bytes: Uint8Array,
  randomBytes: RandomBytes,
): string {
  const iv = Buffer.from(randomBytes(ivBytes));
  const sealing = createCipheriv(cipher, key, iv, { authTagLength: tagBytes });
  sealing.setAAD(boundTo(place, version));
  const ciphertext = Buffer.concat([sealing.update(bytes), sealing.final()]);
  const parts = [iv, sealing.getAuthTag(), ciphertext].map((part) => part.toString("base64url"));
  return [version, keyId, ...parts].join("|");
}

/** The key that a text was sealed under; undefined when it was not sealed in this version's way. */
export function keyIdOf(sealed: string, version: string): string | undefined {
  const parts = sealed.split("|");
  return parts.length === 5 && parts[0] === version ? parts[1] : undefined;
}

/** Throws Problem `vault.unreadable`, with the vault's own hint, for what `sealText` did not make with this key for this place. */
export function openText(version: string, key: DataKey, place: Place, sealed: string, hint: string): Secret<string> {
  return new Secret(openBytes(version, key, place, sealed, hint).toString("utf8"));
}

/** As `openText`, of what `sealBytes` made. */
export function openBytes(version: string, key: DataKey, place: Place, sealed: string, hint: string): Buffer {
  const [, , iv, tag, ciphertext] = sealed.split("|");
  try {
    const opening = createDecipheriv(cipher, key, bytesOf(iv, ivBytes), { authTagLength: tagBytes });
    opening.setAAD(boundTo(place, version));
    opening.setAuthTag(bytesOf(tag, tagBytes));
    return Buffer.concat([opening.update(bytesOf(ciphertext)), opening.final()]);
  } catch {
    // What the cipher says of it ("unable to authenticate") adds nothing for anybody.
    throw unreadable(place, hint);
  }
}

/** Additional authenticated data; the purpose is in the key. JSON, so that no two places read the same. */
function boundTo({ accountId, field }: Place, version: string): Buffer {
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

export function unreadable({ purpose, accountId, field }: Place, hint: string): Problem {
  return new Problem({
    code: "vault.unreadable",
    message: `the sealed ${field} (${purpose}) of ${accountId} cannot be opened`,
    hint,
  });
}
