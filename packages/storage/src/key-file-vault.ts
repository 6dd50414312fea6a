import { randomBytes } from "node:crypto";
import { link, open, rm, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { messageOf, Problem } from "@showrunner/core/errors.ts";
import type { Vault } from "@showrunner/core/ports/vault.ts";
import { Secret } from "@showrunner/core/secret.ts";
import * as z from "zod";
import type { RandomBytes } from "./sealed-text.ts";
import { syncFolder } from "./sync-folder.ts";
import { sealingVault, type MasterKey, type MasterKeys } from "./sealing.ts";

const masterKeyBytes = 32;

const StoredKey = z
  .object({ id: z.string().regex(/^[\w-]+$/), key: z.string().regex(/^[\w-]{43}$/) })
  .transform(({ id, key }): MasterKey => ({ id, key: new Secret(Buffer.from(key, "base64url")) }));

/** At least one key for each purpose, newest first; to rotate, put a new one in front and keep the old. */
const StoredKeys = z.tuple([StoredKey], StoredKey);

const KeyFile = z.object({ version: z.literal(1), tokens: StoredKeys, channels: StoredKeys });

export interface KeyFileOptions {
  path: string;
  /** Where keys and nonces come from: the system's cryptographic source unless a test wants to know them. */
  random?: RandomBytes;
}

/**
 * The vault of one machine: its master keys are in a file that only its owner can read, made at first use and
 * never written again.
 *
 * Throws Problem `keyfile.permissions` when others may read the file, `keyfile.damaged` when it holds no
 * keys, `keyfile.unreadable` and `keyfile.unwritable` when the system refuses.
 */
export async function openKeyFileVault({ path, random = randomBytes }: KeyFileOptions): Promise<Vault> {
  const found = await readIfThere(path);
  if (found !== undefined) return sealingVault(keysIn(found, path), random);
  await create(path, newKeyFile(random), random);
  // Whoever made it: another process may have been first, and then its keys are the ones.
  return sealingVault(keysIn((await readIfThere(path)) ?? "", path), random);
}

/** A vault whose keys live and die with the process. */
export function openMemoryVault(): Vault {
  return sealingVault(keysIn(newKeyFile(randomBytes), "in memory"), randomBytes);
}

function newKeyFile(random: RandomBytes): string {
  const base64url = (size: number): string => Buffer.from(random(size)).toString("base64url");
  const newKey = () => ({ id: base64url(6), key: base64url(masterKeyBytes) });
  return `${JSON.stringify({ version: 1, tokens: [newKey()], channels: [newKey()] }, null, 2)}\n`;
}

async function readIfThere(path: string): Promise<string | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw unreadable(path, error);
  }
  try {
    const { mode } = await file.stat();
    // Windows keeps access elsewhere and shows every file as 0666.
    if ((mode & 0o077) !== 0 && process.platform !== "win32") throw tooOpen(path, mode);
    return await file.readFile("utf8");
  } catch (error) {
    throw error instanceof Problem ? error : unreadable(path, error);
  } finally {
    await file.close();
  }
}

/**
 * Makes the file whole or not at all, and never over another: written and synced under a name of its own,
 * then linked to its place, which fails when something is there.
 */
async function create(path: string, content: string, random: RandomBytes): Promise<void> {
  const draft = `${path}.${Buffer.from(random(6)).toString("hex")}.new`;
  try {
    try {
      await writeDurably(draft, content);
      await link(draft, path);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    } finally {
      await rm(draft, { force: true });
    }
    await syncFolder(dirname(path));
  } catch (error) {
    throw new Problem({
      code: "keyfile.unwritable",
      message: `the key file ${path} cannot be made: ${messageOf(error)}`,
      hint: "Let the user that runs Showrunner write to its folder, on a local disk, or choose another path.",
      cause: error,
    });
  }
}

async function writeDurably(path: string, content: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

function keysIn(content: string, path: string): MasterKeys {
  try {
    return KeyFile.parse(JSON.parse(content));
  } catch {
    // No cause: what the parsers say may quote the keys.
    throw new Problem({
      code: "keyfile.damaged",
      message: `the key file ${path} holds no keys that can be used`,
      hint: "Put back a copy of it. Without it, what is sealed (Trakt's tokens, channels' secrets) cannot be opened: move the file away, and everybody has to connect again.",
    });
  }
}

function tooOpen(path: string, mode: number): Problem {
  return new Problem({
    code: "keyfile.permissions",
    message: `the key file ${path} can be read or written by others (mode 0${(mode & 0o777).toString(8)})`,
    hint: `Run: chmod 600 ${path}. If others use this machine, take the keys as known to them.`,
  });
}

function unreadable(path: string, cause: unknown): Problem {
  return new Problem({
    code: "keyfile.unreadable",
    message: `the key file ${path} cannot be read: ${messageOf(cause)}`,
    hint: "Let the user that runs Showrunner own the file, or choose another path.",
    cause,
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
