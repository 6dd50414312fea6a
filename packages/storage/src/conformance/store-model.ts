import type { Condition, Item, Store } from "@showrunner/core/ports/store.ts";
import * as fc from "fast-check";
import { expect } from "vitest";

/** The port in the plainest way there is: a Map, and sorting. */
export class ModelStore {
  readonly #items = new Map<string, Item>();
  readonly #keyOf = ({ pk, sk }: { pk: string; sk: string }): string => JSON.stringify([pk, sk]);

  get(key: { pk: string; sk: string }): Item | undefined {
    return this.#items.get(this.#keyOf(key));
  }

  put(item: Item, condition?: Condition): boolean {
    const found = this.get(item);
    if (condition?.kind === "absent" && found !== undefined) return false;
    if (condition?.kind === "version" && found?.v !== condition.v) return false;
    this.#items.set(this.#keyOf(item), item);
    return true;
  }

  delete(key: { pk: string; sk: string }, condition?: { v: number }): boolean {
    if (condition !== undefined && this.get(key)?.v !== condition.v) return false;
    this.#items.delete(this.#keyOf(key));
    return true;
  }

  query(pk: string, prefix: string, descending: boolean): Item[] {
    const found = [...this.#items.values()].filter((item) => item.pk === pk && item.sk.startsWith(prefix));
    return sorted(found, (item) => [item.sk], descending);
  }

  queryIndex(gsi1pk: string, upTo: string | undefined, descending: boolean): Item[] {
    const found = [...this.#items.values()].filter(
      ({ gsi1pk: itsPk, gsi1sk }) =>
        itsPk === gsi1pk && gsi1sk !== undefined && (upTo === undefined || compare(gsi1sk, upTo) <= 0),
    );
    return sorted(found, ({ gsi1sk = "", pk, sk }) => [gsi1sk, pk, sk], descending);
  }
}

const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function sorted(items: Item[], keysOf: (item: Item) => string[], descending: boolean): Item[] {
  const ascending = items.toSorted((a, b) => {
    const others = keysOf(b);
    return keysOf(a).reduce((order, key, at) => (order === 0 ? compare(key, others[at] ?? "") : order), 0);
  });
  return descending ? ascending.toReversed() : ascending;
}

type Write =
  | { kind: "put"; item: Item; condition: Condition | undefined }
  | { kind: "delete"; pk: string; sk: string; condition: { kind: "version"; v: number } | undefined };
type Read =
  | { kind: "query"; pk: string; prefix: string; descending: boolean; limit: number }
  | { kind: "index"; gsi1pk: string; upTo: string | undefined; descending: boolean; limit: number };

// Few values, so that operations meet; awkward ones, so that order and bounds are tried.
const pk = fc.constantFrom("P", "P#", "Q");
const sk = fc.constantFrom("A", "A#", "A#1", "A#é", "A#\uFFFD", "A#🎬", "A\u0000", "B", "\u{10FFFF}");
const gsi1pk = fc.option(fc.constantFrom("DUE", "OUTBOX"), { nil: undefined });
const gsi1sk = fc.option(fc.constantFrom("1", "10", "2", "é", "🎬"), { nil: undefined });
const v = fc.integer({ min: 1, max: 3 });
const version = fc.record({ kind: fc.constant("version" as const), v });
const item: fc.Arbitrary<Item> = fc.record({
  pk,
  sk,
  v,
  data: fc.record({ n: fc.integer(), text: fc.string({ unit: "binary" }) }),
  gsi1pk,
  gsi1sk,
});
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({
    kind: fc.constant("put" as const),
    item,
    condition: fc.option(fc.oneof(version, fc.constant({ kind: "absent" as const })), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant("delete" as const), pk, sk, condition: fc.option(version, { nil: undefined }) }),
);
const limit = fc.integer({ min: 1, max: 4 });
const read: fc.Arbitrary<Read> = fc.oneof(
  fc.record({
    kind: fc.constant("query" as const),
    pk,
    prefix: fc.constantFrom("", "A", "A#", "B", "C", "\u{10FFFF}"),
    descending: fc.boolean(),
    limit,
  }),
  fc.record({
    kind: fc.constant("index" as const),
    gsi1pk: fc.constantFrom("DUE", "OUTBOX"),
    upTo: gsi1sk,
    descending: fc.boolean(),
    limit,
  }),
);
/** Each step: writes asked for in one turn, then reads. */
export const step = fc.record({ writes: fc.array(write, { maxLength: 12 }), reads: fc.array(read, { maxLength: 3 }) });

export function writeTo(store: Store, each: Write): Promise<boolean> {
  return each.kind === "put" ? store.put(each.item, each.condition) : store.delete(each, each.condition);
}

export async function readAll(store: Store, each: Read): Promise<Item[]> {
  const all: Item[] = [];
  let after: string | undefined;
  do {
    const page =
      each.kind === "query" ? await store.query({ ...each, after }) : await store.queryIndex(queryOf(each, after));
    expect(page.items.length).toBeLessThanOrEqual(each.limit);
    all.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return all;
}

function queryOf({ upTo, ...each }: Extract<Read, { kind: "index" }>, after: string | undefined) {
  return { ...each, after, ...(upTo === undefined ? {} : { upTo }) };
}

/** What the model gives for a read. */
export function expectedOf(model: ModelStore, each: Read): Item[] {
  return each.kind === "query"
    ? model.query(each.pk, each.prefix, each.descending)
    : model.queryIndex(each.gsi1pk, each.upTo, each.descending);
}

/** Does a write to the model, and tells what a store must tell of it. */
export function writeToModel(model: ModelStore, each: Write): boolean {
  return each.kind === "put" ? model.put(each.item, each.condition) : model.delete(each, each.condition);
}
