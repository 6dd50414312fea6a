import type { Key, Store } from "@showrunner/core/ports/store.ts";
import type * as z from "zod";
import type { Stored } from "../stored.ts";

/** What was kept of Trakt's answers. In the shape of another version it is as good as not there: it can be read again. */
export async function loadKept<T>(
  store: Store,
  schema: z.ZodType<T>,
  key: Key,
): Promise<{ v: number; value: T | undefined } | undefined> {
  const item = await store.get(key);
  return item && { v: item.v, value: schema.safeParse(item.data).data };
}

/** As `loadKept`, of all that begins with the key; what cannot be read is removed. */
export async function loadAllKept<T>(store: Store, schema: z.ZodType<T>, { pk, sk }: Key): Promise<Stored<T>[]> {
  const kept: Stored<T>[] = [];
  let after: string | undefined;
  do {
    const page = await store.query({ pk, prefix: sk, after });
    for (const item of page.items) {
      const known = schema.safeParse(item.data);
      if (known.success) kept.push({ v: item.v, value: known.data });
      else await store.delete(item, { kind: "version", v: item.v });
    }
    after = page.next;
  } while (after !== undefined);
  return kept;
}
