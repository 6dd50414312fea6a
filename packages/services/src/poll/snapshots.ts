import { hash } from "node:crypto";
import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";
import { Problem } from "@showrunner/core/errors.ts";
import { cursorKey, snapshotKey } from "@showrunner/core/keys.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";

/** Rows in one part: their JSON, compressed, stays far below DynamoDB's 400 KB an item. */
const rowsPerPart = 2000;

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

/** Reads a feed's snapshot; undefined when the feed was never read and its first read must seed it. */
export async function loadSnapshot<Row>(
  ctx: Services,
  accountId: string,
  feed: string,
  row: z.ZodType<Row>,
): Promise<Snapshot<Row> | undefined> {
  const cursor = await load(ctx.store, FeedCursor, cursorKey(accountId, feed));
  if (cursor === undefined) return undefined;
  const keys = cursor.value.parts.map((part) => snapshotKey(accountId, feed, part.id));
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
  ctx: Services,
  accountId: string,
  feed: string,
  before: Snapshot<Row> | undefined,
  rows: readonly Row[],
  times: { wholeAt: number },
): Promise<boolean> {
  const kept = new Map((before?.parts ?? []).map((part) => [part.digest, part]));
  const parts: FeedCursor["parts"] = [];
  for (let at = 0; at < rows.length; at += rowsPerPart) {
    const text = JSON.stringify(rows.slice(at, at + rowsPerPart));
    const digest = hash("sha256", text, "base64url");
    const same = kept.get(digest);
    if (same !== undefined) {
      parts.push(same);
      kept.delete(digest);
      continue;
    }
    const id = ctx.random.id("msg");
    const packed = await compress(text, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
    await ctx.store.put({ ...snapshotKey(accountId, feed, id), v: 1, data: { rows: packed.toString("base64") } });
    parts.push({ id, digest });
  }
  const cursor: FeedCursor = { parts, readAt: ctx.clock.now(), wholeAt: times.wholeAt };
  const moved = await ctx.store.put(
    { ...cursorKey(accountId, feed), v: (before?.v ?? 0) + 1, data: cursor },
    before === undefined ? { kind: "absent" } : { kind: "version", v: before.v },
  );
  const unused = moved ? kept.values() : parts.filter((part) => !(before?.parts ?? []).includes(part));
  for (const part of unused) await ctx.store.delete(snapshotKey(accountId, feed, part.id));
  return moved;
}

/** Forgets a feed, so that it is seeded anew when somebody needs it again. */
export async function forgetSnapshot(ctx: Services, accountId: string, feed: string): Promise<void> {
  const cursor = await load(ctx.store, FeedCursor, cursorKey(accountId, feed));
  if (cursor === undefined) return;
  await ctx.store.delete(cursorKey(accountId, feed), { kind: "version", v: cursor.v });
  for (const part of cursor.value.parts) await ctx.store.delete(snapshotKey(accountId, feed, part.id));
}
