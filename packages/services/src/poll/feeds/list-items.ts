import {
  diffListItems,
  type KnownList,
  ListItemRow,
  mergeListItems,
  mergePartOfList,
  type OnList,
} from "@showrunner/detect/list-items.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import type * as z from "zod";
import type { Feed, FeedRead } from "./feed.ts";
import { listedItemOf } from "./listed-item.ts";
import { slugIn } from "./lists.ts";

/** What is on the personal lists. */
export const listItems: Feed<ListItemRow> = {
  name: "list_items",
  activityKeys: ["lists.updated_at"],
  types: ["list.item_added", "list.item_removed"],
  row: ListItemRow,
  read,
  diff: diffListItems,
  merge: mergeListItems,
};

/**
 * Reads the items of those lists that changed since they were read. One that could not be read to its end keeps what was
 * known of it, and is read again.
 */
async function read(
  session: TraktSession,
  known: ListItemRow[] | undefined,
  whole: boolean,
  now: number,
): Promise<FeedRead<ListItemRow>> {
  const index = await session.readWhole(Users.lists, { id: "me" });
  // Which lists are gone, and which are new, is not known: this is no time to compare what is on them.
  if (!index.whole) return { rows: [], whole: false, settled: false };
  const before = new Map<number, { list: KnownList | undefined; items: OnList[] }>();
  const placeOf = (id: number) => before.get(id) ?? { list: undefined, items: [] };
  for (const row of known ?? [])
    if (row.kind === "list") before.set(row.id, { ...placeOf(row.id), list: row });
    else before.set(row.on, { ...placeOf(row.on), items: [...placeOf(row.on).items, row] });

  const rows: ListItemRow[] = [];
  let isWhole = true;
  for (const found of index.items) {
    const list = knownList(found);
    const former = before.get(list.id);
    if (former?.list !== undefined && !whole && isUnchanged(former.list, list, now)) {
      rows.push(list, ...former.items);
      continue;
    }
    const items = await readItems(session, list.id);
    if (items.whole) {
      rows.push(list, ...items.rows);
      continue;
    }
    isWhole = false;
    rows.push({ ...list, updated_at: null, item_count: null }, ...mergePartOfList(former?.items ?? [], items.rows));
  }
  // What is missing from a list that was not read to its end is among the rows all the same.
  return { rows, whole: known !== undefined || isWhole, settled: isWhole };
}

function knownList(found: z.infer<typeof Users.List>): KnownList {
  const { ids, name, updated_at = null, item_count = null } = found;
  return { kind: "list", id: ids.trakt, name, slug: slugIn(found), updated_at, item_count };
}

function isUnchanged(before: KnownList, after: KnownList, now: number): boolean {
  const { updated_at, item_count } = after;
  if (updated_at === null || before.updated_at !== updated_at || before.item_count !== item_count) return false;
  return now - Date.parse(updated_at) > lateMs;
}

/** Trakt's reads lag its writes: what was read of a list that had just changed may lack the change. */
const lateMs = 5 * 60_000;

async function readItems(session: TraktSession, id: number): Promise<{ rows: OnList[]; whole: boolean }> {
  try {
    const { items, whole } = await session.readWhole(Users.listItems, { id: "me", list_id: String(id) });
    const rows = items.flatMap((one): OnList[] => {
      const item = listedItemOf(one);
      return item === undefined ? [] : [{ kind: "item", on: id, ...item, listed_at: one.listed_at }];
    });
    return { rows, whole };
  } catch (error) {
    // Deleted since the lists were read: the next read finds it gone.
    if (error instanceof TraktError && error.kind === "not_found") return { rows: [], whole: false };
    throw error;
  }
}
