import type { Item, Store } from "@showrunner/core/ports/store.ts";

/** The people whose rows a function had in hand. Their names are in what it tells of them, and must not be in its log. */
export interface Names {
  /** Knows another name. */
  add(name: string): void;
  /** A text with the names left out. */
  without(text: string): string;
  /** The store, through which every name comes here before anything can be told of anybody. */
  heard(store: Store): Store;
}

/** More people than one process meets while they matter; then the oldest are let go. */
const mostNames = 5000;
const shown = "(somebody)";
/** As Trakt spells most names, and its addresses all of them. */
const word = /[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*/gu;

export function createNames(): Names {
  const words = new Set<string>();
  const phrases = new Set<string>();

  const add = (name: string): void => {
    const wanted = name.toLowerCase();
    if (wanted.trim() === "") return;
    const kept = wanted.replace(word, "") === "" ? words : phrases;
    kept.add(wanted);
    if (kept.size <= mostNames) return;
    const [oldest = ""] = kept;
    kept.delete(oldest);
  };

  const note = ({ data }: Pick<Item, "data">): void => {
    for (const field of ["username", "withUsername"]) {
      const name = data[field];
      if (typeof name === "string") add(name);
    }
  };
  const noted = <T extends Item | undefined>(item: T): T => {
    if (item !== undefined) note(item);
    return item;
  };
  const all = (items: Item[]): Item[] => {
    items.forEach(note);
    return items;
  };

  return {
    add,
    without: (text) => {
      let left = text.replace(word, (one) => (words.has(one.toLowerCase()) ? shown : one));
      for (const phrase of phrases)
        if (left.toLowerCase().includes(phrase)) left = left.replace(new RegExp(RegExp.escape(phrase), "giu"), shown);
      return left;
    },
    heard: (store) => ({
      get: async (key) => noted(await store.get(key)),
      getMany: async (keys) => all(await store.getMany(keys)),
      query: async (query) => {
        const page = await store.query(query);
        all(page.items);
        return page;
      },
      queryIndex: async (query) => {
        const page = await store.queryIndex(query);
        all(page.items);
        return page;
      },
      put: (item, condition) => {
        note(item);
        return store.put(item, condition);
      },
      delete: (key, condition) => store.delete(key, condition),
    }),
  };
}
