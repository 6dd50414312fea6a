import { Problem } from "@showrunner/core/errors.ts";
import type { Item, Key, Store } from "@showrunner/core/ports/store.ts";
import type * as z from "zod";

/** A record as read, with the version that a conditional write must name. */
export interface Stored<T> {
  v: number;
  value: T;
}

export function parseItem<T>(schema: z.ZodType<T>, item: Item): Stored<T> {
  const parsed = schema.safeParse(item.data);
  if (!parsed.success)
    throw new Problem({
      code: "store.unreadable",
      message: `the stored item ${item.pk} ${item.sk} does not have the shape it should: ${parsed.error.issues
        .map((issue) => `${issue.path.join(".")}: ${issue.message}`)
        .join("; ")}`,
      hint: "It was written by another version, or by hand. Restore it from a backup, or remove it.",
    });
  return { v: item.v, value: parsed.data };
}

export async function load<T>(store: Store, schema: z.ZodType<T>, key: Key): Promise<Stored<T> | undefined> {
  const item = await store.get(key);
  return item === undefined ? undefined : parseItem(schema, item);
}

/** Every item under a partition and prefix, page after page. */
export async function loadAll<T>(store: Store, schema: z.ZodType<T>, pk: string, prefix: string): Promise<Stored<T>[]> {
  const found: Stored<T>[] = [];
  let after: string | undefined;
  do {
    const page = await store.query({ pk, prefix, after });
    for (const item of page.items) found.push(parseItem(schema, item));
    after = page.next;
  } while (after !== undefined);
  return found;
}

/** Every item of an index partition, in its order. */
export async function* indexItems(store: Store, gsi1pk: string, upTo?: string): AsyncGenerator<Item> {
  let after: string | undefined;
  do {
    const page = await store.queryIndex({ gsi1pk, after, ...(upTo === undefined ? {} : { upTo }) });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}
