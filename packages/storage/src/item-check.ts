import { Problem } from "@showrunner/core/errors.ts";
import type { Item, Key } from "@showrunner/core/ports/store.ts";

/** DynamoDB's longest keys, in bytes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const longestPartitionKey = 2048;
const longestSortKey = 1024;

/** Throws Problem `store.item_invalid` for what no store takes: a key that is empty or too long, a version or ttl that is no whole number. */
export function checkItem(item: Item): void {
  const { v, gsi1pk, gsi1sk, ttl } = item;
  if (!isKey(item)) throw invalid(item, "a key that is empty or too long");
  if (!isKey({ pk: gsi1pk ?? "-", sk: gsi1sk ?? "-" })) throw invalid(item, "an index key that is empty or too long");
  if (!Number.isSafeInteger(v) || !Number.isSafeInteger(ttl ?? 0))
    throw invalid(item, "a version or ttl that is no whole number");
}

/** Whether there can be an item of this key. */
export function isKey({ pk, sk }: Key): boolean {
  return isWithin(pk, longestPartitionKey) && isWithin(sk, longestSortKey);
}

function isWithin(key: string, longest: number): boolean {
  return key !== "" && Buffer.byteLength(key) <= longest;
}

/** Throws Problem `store.limit_invalid` when a page of no items, or of no number of them, is asked for. */
export function checkLimit(limit: number): void {
  if (Number.isSafeInteger(limit) && limit >= 1) return;
  throw new Problem({ code: "store.limit_invalid", message: `a page of ${limit} items was asked for` });
}

function invalid({ pk, sk }: Key, what: string): Problem {
  return new Problem({
    code: "store.item_invalid",
    message: `the item ${pk.slice(0, 100)} ${sk.slice(0, 100)} has ${what}`,
  });
}
