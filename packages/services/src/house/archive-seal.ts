import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import type { Key } from "@showrunner/core/ports/store.ts";
import { Secret } from "@showrunner/core/secret.ts";
import type { ArchiveSealing } from "./archive.ts";

/** Opens and closes the secrets of one archive. */
export interface ArchiveSeal {
  sealing: ArchiveSealing;
  seal(row: Key, field: string, secret: Secret<string>): string;
  /** Throws Problem `archive.damaged` when it was changed or moved. */
  open(row: Key, field: string, sealed: string): Secret<string>;
  /** An HMAC of the hash of the whole archive. */
  mac(sha256: string): string;
}

/** scrypt's cost: about half a second and 128 MB, once for an archive. */
export const usualCost = 2 ** 17;
const blockSize = 8;
const keyBytes = 32;
const checkRow = { pk: "check", sk: "check" };
const checkText = "showrunner";

/** Shorter ones are guessed: an archive can be tried at leisure by whoever has it. */
export const shortestPassphrase = 12;

/** A seal for a new archive. Throws Problem `archive.passphrase_short`. */
export async function newSeal(archiveId: string, passphrase: Secret<string>, cost = usualCost): Promise<ArchiveSeal> {
  if (passphrase.reveal().length < shortestPassphrase)
    throw new Problem({
      code: "archive.passphrase_short",
      message: `the passphrase has fewer than ${shortestPassphrase} characters`,
      hint: "Whoever gets hold of the archive can try passphrases as long as they like: take several words.",
    });
  const salt = randomBytes(16);
  const keys = await keysOf(passphrase, salt, cost);
  const base = { kdf: "scrypt", n: cost, r: blockSize, p: 1, salt: text(salt), cipher: "aes-256-gcm" } as const;
  const check = sealWith(keys.cipher, aadOf(archiveId, checkRow, "check"), checkText);
  return sealOf(archiveId, { ...base, check }, keys);
}

/** The seal of an archive that is there. Throws Problem `archive.wrong_passphrase`. */
export async function knownSeal(
  archiveId: string,
  sealing: ArchiveSealing,
  passphrase: Secret<string>,
): Promise<ArchiveSeal> {
  const keys = await keysOf(passphrase, Buffer.from(sealing.salt, "base64url"), sealing.n);
  if (openWith(keys.cipher, aadOf(archiveId, checkRow, "check"), sealing.check) !== checkText)
    throw new Problem({
      code: "archive.wrong_passphrase",
      message: "the passphrase is not the one that the archive's secrets were sealed with",
      hint: "Try again with the right one, or leave the secrets out with --without-connections: then people connect again, and channels get their secrets anew.",
    });
  return sealOf(archiveId, sealing, keys);
}

interface Keys {
  cipher: Buffer;
  mac: Buffer;
}

function keysOf(passphrase: Secret<string>, salt: Buffer, cost: number): Promise<Keys> {
  const options = { N: cost, r: blockSize, p: 1, maxmem: 256 * cost * blockSize };
  return new Promise((resolve, reject) => {
    // The same passphrase is typed as other bytes on other systems.
    scrypt(passphrase.reveal().normalize("NFKC"), salt, 2 * keyBytes, options, (error, key) => {
      if (error === null) resolve({ cipher: key.subarray(0, keyBytes), mac: key.subarray(keyBytes) });
      else reject(error);
    });
  });
}

function sealOf(archiveId: string, sealing: ArchiveSealing, keys: Keys): ArchiveSeal {
  return {
    sealing,
    seal: (row, field, secret) => sealWith(keys.cipher, aadOf(archiveId, row, field), secret.reveal()),
    open: (row, field, sealed) => {
      const opened = openWith(keys.cipher, aadOf(archiveId, row, field), sealed);
      if (opened !== undefined) return new Secret(opened);
      throw new Problem({
        code: "archive.damaged",
        message: `the ${field} of ${row.pk} ${row.sk} in the archive was changed after it was made`,
        hint: "Use another copy of the archive, or make a new one.",
      });
    },
    mac: (sha256) => createHmac("sha256", keys.mac).update(sha256).digest("hex"),
  };
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function aadOf(archiveId: string, { pk, sk }: Key, field: string): Buffer {
  return Buffer.from(JSON.stringify(["showrunner archive", archiveId, pk, sk, field]));
}

function sealWith(key: Buffer, aad: Buffer, plain: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: 16 }).setAAD(aad);
  const ciphertext = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return [iv, cipher.getAuthTag(), ciphertext].map(text).join(".");
}

function openWith(key: Buffer, aad: Buffer, sealed: string): string | undefined {
  const [iv = "", tag = "", ciphertext = ""] = sealed.split(".");
  try {
    const opening = createDecipheriv("aes-256-gcm", key, bytes(iv), { authTagLength: 16 }).setAAD(aad);
    opening.setAuthTag(bytes(tag));
    return Buffer.concat([opening.update(bytes(ciphertext)), opening.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

const text = (some: Buffer): string => some.toString("base64url");
const bytes = (some: string): Buffer => Buffer.from(some, "base64url");
