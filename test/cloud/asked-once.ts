import { isDeepStrictEqual } from "node:util";
import type { Item, Key, Page, Store } from "@showrunner/core/ports/store.ts";

/** One in so many answers that are known is asked for all the same, and held against what is known. */
const askedAnyway = 150;

/**
 * A store whose table was empty at first and is written through here alone. What is known of it is not asked again, for a
 * quiet minute looks into hundreds of empty partitions, and at the same few items as the minute before: nothing is in
 * what was never written to, and an answer holds until its item, its partition or its part of the index is written to.
 */
export function askedOnce(store: Store): Store {
  /** Begun and ended writes of each item, partition and part of the index: an odd number while one is under way. */
  const writes = new Map<string, number>();
  /** Where an item may stand in the index, by part of the index and item. */
  const places = new Map<string, Map<string, Set<string>>>();
  const items = answersOf<Item | undefined>(writes, undefined);
  const pages = answersOf<Page>(writes, { items: [] });

  const writing = async (key: Key, item: Item | undefined, write: () => Promise<boolean>): Promise<boolean> => {
    const name = itemName(key);
    const { gsi1pk, gsi1sk } = item ?? {};
    if (gsi1pk !== undefined && gsi1sk !== undefined) {
      const part = places.get(gsi1pk) ?? new Map<string, Set<string>>();
      places.set(gsi1pk, part);
      part.set(name, (part.get(name) ?? new Set()).add(gsi1sk));
    }
    const parts = [...places].filter(([, part]) => part.has(name)).map(([pk]) => `index ${pk}`);
    const touched = [name, `partition ${key.pk}`, ...parts];
    const touch = (): void => touched.forEach((one) => writes.set(one, (writes.get(one) ?? 0) + 1));
    touch();
    const mine = writes.get(name) ?? 0;
    try {
      const isDone = await write();
      // Alone, and done: it stands where it was put, and nowhere else.
      if (isDone && mine % 2 === 1 && writes.get(name) === mine)
        for (const [pk, part] of places)
          if (pk === gsi1pk && gsi1sk !== undefined) part.set(name, new Set([gsi1sk]));
          else part.delete(name);
      return isDone;
    } finally {
      touch();
    }
  };
  const hasUpTo = (gsi1pk: string, upTo = "\uFFFF"): boolean =>
    [...(places.get(gsi1pk)?.values() ?? [])].some((stands) => [...stands].some((sk) => sk <= upTo));

  return {
    get: (key) => items(itemName(key), "", () => store.get(key)),
    getMany: (keys) => store.getMany(keys.filter((key) => writes.has(itemName(key)))),
    query: async (query) => {
      if (mayBeRefused(query)) return await store.query(query);
      return await pages(`partition ${query.pk}`, JSON.stringify(query), () => store.query(query));
    },
    queryIndex: async (query) => {
      const { gsi1pk, upTo } = query;
      if (mayBeRefused(query)) return await store.queryIndex(query);
      if (!hasUpTo(gsi1pk, upTo)) return { items: [] };
      return await pages(`index ${gsi1pk}`, JSON.stringify(query), () => store.queryIndex(query));
    },
    put: (item, condition) => writing(item, item, () => store.put(item, condition)),
    delete: (key, condition) => writing(key, undefined, () => store.delete(key, condition)),
  };
}

/** Answers to questions about something, each good until that is written to. */
function answersOf<T>(writes: ReadonlyMap<string, number>, nothing: T) {
  const known = new Map<string, { writes: number; answer: T }>();
  let hits = 0;
  return async (about: string, question: string, ask: () => Promise<T>): Promise<T> => {
    const asOf = writes.get(about) ?? 0;
    const name = `${about} ${question}`;
    const found = asOf === 0 ? { writes: 0, answer: nothing } : known.get(name);
    const isKnown = found?.writes === asOf;
    if (isKnown && ++hits % askedAnyway !== 0) return structuredClone(found.answer);
    const answer = await ask();
    if ((writes.get(about) ?? 0) !== asOf) return answer;
    if (isKnown && !isDeepStrictEqual(answer, found.answer)) throw new Error(`the table changed by itself: ${name}`);
    known.set(name, { writes: asOf, answer: structuredClone(answer) });
    return answer;
  };
}

/** A place to go on from, and how many, are the store's to check. */
function mayBeRefused({ after, limit = 1 }: { after?: string | undefined; limit?: number | undefined }): boolean {
  return after !== undefined || limit < 1;
}

function itemName({ pk, sk }: Key): string {
  return JSON.stringify([pk, sk]);
}
