import { createReadStream, createWriteStream } from "node:fs";
import { access, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { type ArchiveSource, truncated } from "@showrunner/services/house/check-archive.ts";
import { syncFolder } from "@showrunner/storage/sync-folder.ts";

/** Far longer than any row: what has longer lines is no archive, and is not read into memory. */
const longestLine = 16 * 1024 * 1024;

/**
 * Writes an archive, whole or not at all: into a file beside it, readable by its owner only, which gets its name when it is
 * on the disk. One that an interrupted try left there is begun anew.
 *
 * Throws Problem `archive.exists`, or `archive.unwritable`, which names the file and says why.
 */
export async function writeArchive(path: string, lines: AsyncIterable<string>): Promise<void> {
  await writeWhole(path, lines, [createGzip()]);
}

/** The same for any text, through what it is to be changed by; throws the same. */
export async function writeWhole(
  path: string,
  text: Iterable<string> | AsyncIterable<string>,
  through: readonly Transform[] = [],
): Promise<void> {
  await checkFree(path);
  const draft = `${path}.part`;
  try {
    await rm(draft, { force: true });
    // Flushed: it is on the disk before it gets its name.
    const file = createWriteStream(draft, { flags: "wx", mode: 0o600, flush: true });
    await pipeline([Readable.from(text), ...through, file]);
    await rename(draft, path);
    await syncFolder(dirname(path));
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    await rm(draft, { force: true }).catch(() => undefined);
    throw unwritable(path, error);
  }
}

/** Throws Problem `archive.exists` when there is something of that name. */
export async function checkFree(path: string): Promise<void> {
  if (await isThere(path))
    throw new Problem({
      code: "archive.exists",
      message: `there is a file ${path} already`,
      hint: "Name another one, or move it away. It was left as it is.",
    });
}

function unwritable(path: string, cause: unknown): Problem {
  const isFull = codeOf(cause) === "ENOSPC" || codeOf(cause) === "EDQUOT";
  return new Problem({
    code: "archive.unwritable",
    message: isFull
      ? `there is no space left for ${path}`
      : `the archive ${path} cannot be written: ${messageOf(cause)}`,
    hint: isFull
      ? "Free some, or name a file on another disk; then run it again."
      : "Name a file in a folder that you may write to; then run it again.",
    cause,
  });
}

/** An archive on the disk, packed or plain. Reading throws Problem `archive.unreadable`, `archive.truncated` or `archive.damaged`. */
export function archiveFile(path: string): ArchiveSource {
  return { name: path, lines: () => linesOf(path) };
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let lines = 0;
  try {
    const isGzip = await isPacked(path);
    const raw = createReadStream(path);
    const plain = isGzip ? raw.pipe(createGunzip()) : raw;
    raw.once("error", (error) => plain.destroy(error));
    let rest = "";
    for await (const chunk of plain.setEncoding("utf8")) {
      rest += String(chunk);
      const whole = rest.split("\n");
      rest = whole.pop() ?? "";
      for (const line of whole) {
        lines += 1;
        yield line;
      }
      if (rest.length > longestLine) throw notOne(path);
    }
    if (rest !== "") throw truncated({ name: path }, lines);
  } catch (error) {
    throw readingProblem(path, lines, error);
  }
}

/** https://zlib.net/manual.html: a stream that ends too early has no progress to make; one that was changed has bad data. */
function readingProblem(path: string, lines: number, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof Problem) return error;
  if (code === "Z_BUF_ERROR") return truncated({ name: path }, lines);
  if (code.startsWith("Z_"))
    return new Problem({
      code: "archive.damaged",
      message: `${path} was changed after it was made, or badly copied: it cannot be unpacked after line ${lines}`,
      hint: "Nothing was imported. Use another copy of the archive, or make a new one.",
      cause: error,
    });
  return new Problem({
    code: "archive.unreadable",
    message: `the archive ${path} cannot be read: ${messageOf(error)}`,
    hint: "Name a file that `showrunner export` made, and that you may read.",
    cause: error,
  });
}

function notOne(path: string): Problem {
  return new Problem({
    code: "archive.not_one",
    message: `${path} is no archive of Showrunner`,
    hint: "Make one with `showrunner export FILE`.",
  });
}

/** Whether it begins as gzip does (RFC 1952). */
async function isPacked(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error instanceof Problem || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
