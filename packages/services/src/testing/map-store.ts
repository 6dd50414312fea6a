import type { Item, Key, Store } from "@showrunner/core/ports/store.ts";

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/** The store's port over a Map, without pages: for tests that decide themselves which operation comes when. */
export function mapStore(): Store {
  const items = new Map<string, Item>();
  const all = (wanted: (item: Item) => boolean, by: (item: Item) => string): Item[] =>
    [...items.values()].filter(wanted).toSorted((a, b) => (by(a) < by(b) ? -1 : 1));
  return {
    get: async (key) => structuredClone(items.get(nameOf(key))),
    getMany: async (keys) => keys.flatMap((key) => structuredClone(items.get(nameOf(key))) ?? []),
    put: async (item, condition) => {
      const known = items.get(nameOf(item));
      if (condition?.kind === "absent" && known !== undefined) return false;
      if (condition?.kind === "version" && known?.v !== condition.v) return false;
      items.set(nameOf(item), structuredClone(item));
      return true;
    },
    delete: async (key, condition) => {
      if (condition !== undefined && items.get(nameOf(key))?.v !== condition.v) return false;
      items.delete(nameOf(key));
      return true;
    },
    query: async ({ pk, prefix = "", descending, limit }) => {
      const found = all(
        (item) => item.pk === pk && item.sk.startsWith(prefix),
        (item) => item.sk,
      );
      return { items: (descending === true ? found.toReversed() : found).slice(0, limit) };
    },
    queryIndex: async ({ gsi1pk, upTo, descending, limit }) => {
      const found = all(
        (item) => item.gsi1pk === gsi1pk && (upTo === undefined || (item.gsi1sk ?? "") <= upTo),
        (item) => item.gsi1sk ?? "",
      );
      return { items: (descending === true ? found.toReversed() : found).slice(0, limit) };
    },
  };
}
