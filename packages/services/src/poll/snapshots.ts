import { hash } from "node:crypto";
import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";
import { Problem } from "@showrunner/core/errors.ts";
import { cursorKey, snapshotKey } from "@showrunner/core/keys.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";

/** Rows in one part: their JSON, compressed, is some 60 KB. */
const rowsPerPart = 2000;
/** In those of the newest rows, which change most: a changed part is written anew, and the former one deleted. */
const rowsPerNewPart = 200;
/** Characters of a part as it is stored: DynamoDB takes items of up to 400 KB, keys and all. */
const longestPart = 300_000;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** What the last successful read of a feed saw: its parts, and when the whole was last read. */
const FeedCursor = z.object({
  parts: z.array(z.object({ id: z.string(), digest: z.string() })),
  readAt: z.number(),
  wholeAt: z.number(),
});
type FeedCursor = z.infer<typeof FeedCursor>;

const Part = z.object({ rows: z.string() });

/** A feed's snapshot as loaded, with the version of its cursor. */
export interface Snapshot<Row> {
  v: number;
  rows: Row[];
  readAt: number;
  wholeAt: number;
  parts: FeedCursor["parts"];
}

/** The names of a snapshot's parts, oldest first, which are never written twice: the same names hold the same rows. */
export async function snapshotParts(
  ctx: Pick<Services, "store">,
  accountId: string,
  feed: string,
): Promise<string[] | undefined> {
  const cursor = await load(ctx.store, FeedCursor, cursorKey(accountId, feed));
  return cursor?.value.parts.map(({ id }) => id);
}

/**
 * Reads a feed's snapshot; undefined when the feed was never read and its first read must seed it. With `lastParts` only
 * the rows of so many parts, those that changed last among them: for who only looks.
 */
export async function loadSnapshot<Row>(
  ctx: Pick<Services, "store">,
  accountId: string,
  feed: string,
  row: z.ZodType<Row>,
  { lastParts }: { lastParts?: number } = {},
): Promise<Snapshot<Row> | undefined> {
  const cursor = await load(ctx.store, FeedCursor, cursorKey(accountId, feed));
  if (cursor === undefined) return undefined;
  const wanted = lastParts === undefined ? cursor.value.parts : cursor.value.parts.slice(-lastParts);
  const keys = wanted.map((part) => snapshotKey(accountId, feed, part.id));
  const items = new Map((await ctx.store.getMany(keys)).map((item) => [item.sk, item]));
  const rows: Row[] = [];
  for (const key of keys) {
    const item = items.get(key.sk);
    if (item === undefined)
      throw new Problem({
        code: "snapshot.part_missing",
        message: `a part of the ${feed} snapshot of ${accountId} is not in the store`,
        hint: "Another poll replaced it meanwhile; the next poll reads it anew.",
        retry: { kind: "default" },
      });
    const text = await decompress(Buffer.from(Part.parse(item.data).rows, "base64"));
    const parsed: unknown = JSON.parse(text.toString("utf8"));
    for (const one of z.array(row).parse(parsed)) rows.push(one);
  }
  return { v: cursor.v, rows, ...cursor.value };
}

/**
 * Saves a feed's rows and moves its cursor, last and under its version. Parts have names of their own, so a
 * poll that loses the race, or dies half-way, has changed nothing that anybody reads.
 * Returns false when another poll was first.
 */
export async function saveSnapshot<Row>(
  ctx: Pick<Services, "store" | "clock" | "random">,
  accountId: string,
  feed: string,
  before: Snapshot<Row> | undefined,
  rows: readonly Row[],
  times: { wholeAt: number },
): Promise<boolean> {
  const kept = new Map((before?.parts ?? []).map((part) => [part.digest, part]));
  const savePart = async (some: readonly Row[]): Promise<FeedCursor["parts"]> => {
    const text = JSON.stringify(some);
    const digest = hash("sha256", text, "base64url");
    const same = kept.get(digest);
    if (same !== undefined) {
      kept.delete(digest);
      return [same];
    }
    const packed = await compress(text, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
    const stored = packed.toString("base64");
    // Rows that compress badly: titles of hundreds of letters, each another.
    if (stored.length > longestPart && some.length > 1) {
      const half = Math.ceil(some.length / 2);
      return [...(await savePart(some.slice(0, half))), ...(await savePart(some.slice(half)))];
    }
    const id = ctx.random.id("msg");
    await ctx.store.put({ ...snapshotKey(accountId, feed, id), v: 1, data: { rows: stored } });
    return [{ id, digest }];
  };
  const parts: FeedCursor["parts"] = [];
  for (const some of inParts(rows)) parts.push(...(await savePart(some)));
  const cursor: FeedCursor = { parts, readAt: ctx.clock.now(), wholeAt: times.wholeAt };
  const moved = await ctx.store.put(
    { ...cursorKey(accountId, feed), v: (before?.v ?? 0) + 1, data: cursor },
    before === undefined ? { kind: "absent" } : { kind: "version", v: before.v },
  );
  const unused = moved ? kept.values() : parts.filter((part) => !(before?.parts ?? []).includes(part));
  for (const part of unused) await ctx.store.delete(snapshotKey(accountId, feed, part.id));
  return moved;
}

/** Long parts for what is long known, for each costs a place in the cursor; short ones for what comes last. */
function* inParts<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  const newFrom = rows.length - (rows.length % rowsPerPart);
  for (let at = 0; at < newFrom; at += rowsPerPart) yield rows.slice(at, at + rowsPerPart);
  for (let at = newFrom; at < rows.length; at += rowsPerNewPart) yield rows.slice(at, at + rowsPerNewPart);
}

/** Forgets a feed, so that it is seeded anew when somebody needs it again. */
export async function forgetSnapshot(ctx: Services, accountId: string, feed: string): Promise<void> {
  const cursor = await load(ctx.store, FeedCursor, cursorKey(accountId, feed));
  if (cursor === undefined) return;
  await ctx.store.delete(cursorKey(accountId, feed), { kind: "version", v: cursor.v });
  for (const part of cursor.value.parts) await ctx.store.delete(snapshotKey(accountId, feed, part.id));
}
