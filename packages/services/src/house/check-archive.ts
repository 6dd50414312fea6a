import { createHash, type Hash } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import type * as z from "zod";
import { type ArchiveSeal, isSame } from "./archive-seal.ts";
import { archiveFormat, ArchiveHeader, EndLine, PartLine, RowLine, WholeLine } from "./archive.ts";
import { isCarried, type Part, sealedFieldsOf } from "./rows.ts";

/** An archive that can be read from its beginning as often as is needed: its lines, without their line feeds. */
export interface ArchiveSource {
  /** What messages call it. */
  name: string;
  lines(): AsyncIterable<string>;
}

/** What an archive holds, part by part. */
export interface ArchiveParts {
  header: ArchiveHeader;
  parts: { part: Part; left: boolean; rows: number }[];
  rows: number;
  /** Of the whole. */
  sha256: string;
}

/** Its first line. Throws Problem `archive.not_one`, `archive.other_format` or `archive.truncated`. */
export async function headerOf(source: ArchiveSource): Promise<ArchiveHeader> {
  for await (const line of source.lines()) return readHeader(source, line);
  throw truncated(source, 0);
}

/**
 * Reads an archive through and proves that it is whole and as it was made: order, counts, the hash of each part and of all, and,
 * with a seal, the HMAC and every secret. Nothing is written anywhere.
 *
 * Throws Problems `archive.*`, each naming the line.
 */
export async function checkArchive(
  source: ArchiveSource,
  seal?: ArchiveSeal,
  onRow: (rows: number) => void = () => undefined,
): Promise<ArchiveParts> {
  const whole = createHash("sha256");
  let header: ArchiveHeader | undefined;
  let part: { part: Part; left: boolean; rows: number; hash: Hash } | undefined;
  const parts: ArchiveParts["parts"] = [];
  let rows = 0;
  let number = 0;
  let ended: WholeLine["whole"] | undefined;

  for await (const line of source.lines()) {
    number += 1;
    if (ended !== undefined) throw damaged(source, number, "there is more after its last line");
    if (header === undefined) {
      header = readHeader(source, line);
      whole.update(`${line}\n`);
      continue;
    }
    const value = jsonOf(source, number, line);
    if (part === undefined && "whole" in value) {
      ended = shaped(source, number, WholeLine, value).whole;
      checkWhole(source, number, ended, { parts: parts.length, rows, sha256: whole.digest("hex") }, seal);
      continue;
    }
    whole.update(`${line}\n`);
    if (part === undefined) {
      const begun = shaped(source, number, PartLine, value);
      part = { part: partOf(source, number, begun), left: begun.left, rows: 0, hash: createHash("sha256") };
      part.hash.update(`${line}\n`);
      continue;
    }
    if ("end" in value) {
      const end = shaped(source, number, EndLine, value);
      if (end.rows !== part.rows)
        throw damaged(source, number, `its part has ${part.rows} rows, and it says ${end.rows}`);
      if (end.sha256 !== part.hash.digest("hex")) throw damaged(source, number, "the hash of its part is another");
      parts.push({ part: part.part, left: part.left, rows: part.rows });
      part = undefined;
      continue;
    }
    const row = shaped(source, number, RowLine, value);
    checkRow(source, number, part.part, row, seal);
    part.hash.update(`${line}\n`);
    part.rows += 1;
    rows += 1;
    onRow(rows);
  }
  if (header === undefined || ended === undefined) throw truncated(source, number);
  return { header, parts, rows, sha256: ended.sha256 };
}

/** One part of an archive; its rows have to be read before the next part is asked for. */
export interface ArchivePart {
  part: Part;
  rows: AsyncIterable<RowLine>;
}

/** The parts of an archive that `checkArchive` has proven, in their order. */
export async function* archiveParts(source: ArchiveSource): AsyncGenerator<ArchivePart> {
  const lines = source.lines()[Symbol.asyncIterator]();
  let number = 0;
  const next = async (): Promise<Record<string, unknown> | undefined> => {
    const line = await lines.next();
    number += 1;
    return line.done === true ? undefined : jsonOf(source, number, line.value);
  };
  async function* rowsOfPart(): AsyncGenerator<RowLine> {
    for (let value = await next(); value !== undefined && "row" in value; value = await next())
      yield shaped(source, number, RowLine, value);
  }
  for (let value = await next(); value !== undefined; value = await next())
    if ("part" in value)
      yield { part: partOf(source, number, shaped(source, number, PartLine, value)), rows: rowsOfPart() };
}

/** Rows in lots of so many. */
export async function* inLots<T>(rows: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let lot: T[] = [];
  for await (const row of rows) {
    lot.push(row);
    if (lot.length < size) continue;
    yield lot;
    lot = [];
  }
  if (lot.length > 0) yield lot;
}

function readHeader(source: ArchiveSource, line: string): ArchiveHeader {
  const value = parsed(line);
  if (value?.["showrunner"] !== "archive")
    throw new Problem({
      code: "archive.not_one",
      message: `${source.name} is no archive of Showrunner`,
      hint: "Make one with `showrunner export FILE`.",
    });
  if (value["format"] !== archiveFormat)
    throw new Problem({
      code: "archive.other_format",
      message: `${source.name} has the format ${JSON.stringify(value["format"])}, and this Showrunner reads ${archiveFormat}`,
      hint: "Read it with the Showrunner that made it, or a newer one.",
    });
  return shaped(source, 1, ArchiveHeader, value);
}

function checkWhole(
  source: ArchiveSource,
  number: number,
  said: WholeLine["whole"],
  found: { parts: number; rows: number; sha256: string },
  seal: ArchiveSeal | undefined,
): void {
  if (said.parts !== found.parts || said.rows !== found.rows)
    throw damaged(
      source,
      number,
      `it holds ${found.rows} rows in ${found.parts} parts, and it says ${said.rows} in ${said.parts}`,
    );
  if (said.sha256 !== found.sha256) throw damaged(source, number, "the hash of the whole is another");
  if (seal !== undefined && !isSame(seal.mac(found.sha256), said.mac ?? ""))
    throw damaged(source, number, "it was not made by who knows the passphrase");
}

function checkRow(
  source: ArchiveSource,
  number: number,
  part: Part,
  line: RowLine,
  seal: ArchiveSeal | undefined,
): void {
  if (!isCarried(part, line.row)) throw damaged(source, number, "the row does not belong into its part");
  const names = new Set(sealedFieldsOf(line.row).map(({ name }) => name));
  for (const [name, sealed] of Object.entries(line.secrets ?? {})) {
    if (!names.has(name)) throw damaged(source, number, `there is no secret ${name} in such a row`);
    seal?.open(line.row, name, sealed);
  }
}

function partOf(source: ArchiveSource, number: number, { part, account }: PartLine): Part {
  if (part === "shared") return { kind: "shared" };
  if (account === null) throw damaged(source, number, "the part names no account");
  return { kind: "account", accountId: account };
}

function jsonOf(source: ArchiveSource, number: number, line: string): Record<string, unknown> {
  const value = parsed(line);
  if (value === undefined) throw damaged(source, number, "it is no JSON object");
  return value;
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function shaped<T>(source: ArchiveSource, number: number, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // Only where: what stands there may be anything.
  const places = result.error.issues.map(({ path }) => path.join(".") || "all of it").join(", ");
  throw damaged(source, number, `it does not have the shape it should (${places})`);
}

function damaged(source: ArchiveSource, number: number, what: string): Problem {
  return new Problem({
    code: "archive.damaged",
    message: `${source.name} was changed after it was made: line ${number}: ${what}`,
    hint: "Nothing was imported. Use another copy of the archive, or make a new one.",
  });
}

/** Throws nothing: the Problem `archive.truncated`. */
export function truncated(source: Pick<ArchiveSource, "name">, lines: number): Problem {
  return new Problem({
    code: "archive.truncated",
    message: `${source.name} ends after ${lines} lines, before its end`,
    hint: "Nothing was imported. Copy the archive again, or make a new one.",
  });
}
