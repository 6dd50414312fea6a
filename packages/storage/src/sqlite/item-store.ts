import type { SQLInputValue } from "node:sqlite";
import type { JsonObject } from "@showrunner/core/json.ts";
import type { IndexQuery, Item, Key, Page, Query, Store } from "@showrunner/core/ports/store.ts";
import { decodeCursor, encodeCursor, sortKeyOf } from "../cursor.ts";
import { checkItem, checkLimit } from "../item-check.ts";
import { DamagedRow, jsonOf, numberOf, optionalNumberOf, optionalTextOf, textOf, type Row } from "./columns.ts";
import type { Connection } from "./connection.ts";
import type { GroupCommit } from "./group-commit.ts";
import { afterAllText, afterPrefix, justAfter, type Bound } from "./key-range.ts";
import { closed, problemOf } from "./problems.ts";

export interface ItemStore extends Store {
  /** Deletes up to `limit` items whose `ttl` is before `nowSeconds`; returns how many. */
  purge(nowSeconds: number, limit: number): Promise<number>;
  /** Items asked for and put or deleted so far, whether there or not: what a cloud would count. */
  counts(): { reads: number; writes: number };
}

const defaultLimit = 1000;

/** A write of a large item costs a group as much as so many small ones. */
const charactersPerCost = 4096;

/** The store in its table: reads run at once on what is committed, writes with their group. */
export function itemStore({ db, path }: Connection, group: GroupCommit): ItemStore {
  const columns = "pk, sk, v, data, gsi1pk, gsi1sk, ttl";
  const insert = `INSERT INTO items (v, data, gsi1pk, gsi1sk, ttl, pk, sk) VALUES (?, ?, ?, ?, ?, ?, ?)`;
  const getItem = db.prepare(`SELECT ${columns} FROM items WHERE pk = ? AND sk = ?`);
  const putAlways = db.prepare(
    `${insert} ON CONFLICT (pk, sk) DO UPDATE SET v = excluded.v, data = excluded.data, gsi1pk = excluded.gsi1pk,
     gsi1sk = excluded.gsi1sk, ttl = excluded.ttl`,
  );
  const putAbsent = db.prepare(`${insert} ON CONFLICT (pk, sk) DO NOTHING`);
  // SQLite writes every index anew whose columns are set, even to what they were: so they are set only where
  // they change. Most writes change the state of an item and leave it where it stands.
  const putInPlace = db.prepare(
    `UPDATE items SET v = ?, data = ?
     WHERE gsi1pk IS ? AND gsi1sk IS ? AND ttl IS ? AND pk = ? AND sk = ? AND v = ?`,
  );
  const putMoved = db.prepare(
    `UPDATE items SET v = ?, data = ?, gsi1pk = ?, gsi1sk = ? WHERE ttl IS ? AND pk = ? AND sk = ? AND v = ?`,
  );
  const putVersion = db.prepare(
    "UPDATE items SET v = ?, data = ?, gsi1pk = ?, gsi1sk = ?, ttl = ? WHERE pk = ? AND sk = ? AND v = ?",
  );
  const deleteAlways = db.prepare("DELETE FROM items WHERE pk = ? AND sk = ?");
  const deleteVersion = db.prepare("DELETE FROM items WHERE pk = ? AND sk = ? AND v = ?");
  const purgeSome = db.prepare(
    "DELETE FROM items WHERE rowid IN (SELECT rowid FROM items WHERE ttl < ? ORDER BY ttl LIMIT ?)",
  );
  const rangeOf = (order: "ASC" | "DESC") =>
    db.prepare(`SELECT ${columns} FROM items WHERE pk = ? AND sk >= ? AND sk < ? ORDER BY sk ${order} LIMIT ?`);
  const ranges = { ascending: rangeOf("ASC"), descending: rangeOf("DESC") };
  const indexRangeOf = (order: "ASC" | "DESC") =>
    db.prepare(
      `SELECT ${columns} FROM items WHERE gsi1pk = ? AND gsi1sk IS NOT NULL
       AND (gsi1sk, pk, sk) >= (?, ?, ?) AND (gsi1sk, pk, sk) < (?, ?, ?)
       ORDER BY gsi1sk ${order}, pk ${order}, sk ${order} LIMIT ?`,
    );
  const indexRanges = { ascending: indexRangeOf("ASC"), descending: indexRangeOf("DESC") };

  let reads = 0;
  let writes = 0;

  const read = <T>(count: number, run: () => T): T => {
    if (!db.isOpen) throw closed(path);
    reads += count;
    try {
      return run();
    } catch (error) {
      throw problemOf(error, path);
    }
  };

  const pageOf = (rows: readonly Row[], limit: number, cursorOf: (last: Item) => string[]): Page => {
    const items = rows.slice(0, limit).map(itemOf);
    const last = items.at(-1);
    // One row more than asked for was read, to know whether there is a next page.
    return rows.length > limit && last !== undefined ? { items, next: encodeCursor(cursorOf(last)) } : { items };
  };

  return {
    get: async ({ pk, sk }) =>
      read(1, () => {
        const row = getItem.get(pk, sk);
        return row === undefined ? undefined : itemOf(row);
      }),

    getMany: async (keys) =>
      read(keys.length, () => unique(keys).flatMap(({ pk, sk }) => getItem.all(pk, sk).map(itemOf))),

    put: async (item, condition) => {
      const values = valuesOf(item);
      writes++;
      return group.write(costOf(values), () => {
        if (condition === undefined) return putAlways.run(...values).changes === 1;
        if (condition.kind === "absent") return putAbsent.run(...values).changes === 1;
        return [putInPlace, putMoved, putVersion].some((put) => put.run(...values, condition.v).changes === 1);
      });
    },

    delete: async ({ pk, sk }, condition) => {
      writes++;
      return group.write(1, () => {
        if (condition !== undefined) return deleteVersion.run(pk, sk, condition.v).changes === 1;
        deleteAlways.run(pk, sk);
        return true;
      });
    },

    query: async ({ pk, prefix = "", limit = defaultLimit, descending = false, after }: Query) => {
      checkLimit(limit);
      let from: Bound = prefix;
      let to: Bound = afterPrefix(prefix);
      if (after !== undefined) {
        const sk = sortKeyOf(after, prefix);
        if (descending) to = sk;
        else from = justAfter(sk);
      }
      const range = descending ? ranges.descending : ranges.ascending;
      return read(1, () => pageOf(range.all(pk, from, to, limit + 1), limit, (last) => [last.sk]));
    },

    queryIndex: async ({ gsi1pk, upTo, limit = defaultLimit, descending = false, after }: IndexQuery) => {
      checkLimit(limit);
      let from: Bound[] = ["", "", ""];
      let to: Bound[] = [upTo === undefined ? afterAllText : justAfter(upTo), "", ""];
      if (after !== undefined) {
        const [gsi1sk = "", pk = "", sk = ""] = decodeCursor(after, 3);
        if (descending) to = [gsi1sk, pk, sk];
        else from = [gsi1sk, pk, justAfter(sk)];
      }
      const range = descending ? indexRanges.descending : indexRanges.ascending;
      return read(1, () =>
        pageOf(range.all(gsi1pk, ...from, ...to, limit + 1), limit, (last) => [last.gsi1sk ?? "", last.pk, last.sk]),
      );
    },

    purge: (nowSeconds, limit) => group.write(limit, () => Number(purgeSome.run(nowSeconds, limit).changes)),
    counts: () => ({ reads, writes }),
  };
}

type ItemValues = [v: number, data: string, ...rest: SQLInputValue[]];

/** In the order of `insert`. The JSON is made now: what the caller does to the item later is not stored. */
function valuesOf(item: Item): ItemValues {
  checkItem(item);
  const { pk, sk, v, data, gsi1pk, gsi1sk, ttl } = item;
  return [v, JSON.stringify(data), gsi1pk ?? null, gsi1sk ?? null, ttl ?? null, pk, sk];
}

function costOf([, data]: ItemValues): number {
  return 1 + Math.floor(data.length / charactersPerCost);
}

function itemOf(row: Row): Item {
  const item: Item = {
    pk: textOf(row, "pk"),
    sk: textOf(row, "sk"),
    v: numberOf(row, "v"),
    data: dataOf(row),
  };
  const gsi1pk = optionalTextOf(row, "gsi1pk");
  const gsi1sk = optionalTextOf(row, "gsi1sk");
  const ttl = optionalNumberOf(row, "ttl");
  if (gsi1pk !== undefined) item.gsi1pk = gsi1pk;
  if (gsi1sk !== undefined) item.gsi1sk = gsi1sk;
  if (ttl !== undefined) item.ttl = ttl;
  return item;
}

function dataOf(row: Row): JsonObject {
  const data = jsonOf(row, "data");
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw new DamagedRow("column data holds no object");
  }
  return data;
}

function unique(keys: readonly Key[]): Key[] {
  return [...new Map(keys.map((key) => [JSON.stringify([key.pk, key.sk]), key])).values()];
}
