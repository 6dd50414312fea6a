export interface Key {
  pk: string;
  sk: string;
}

/** One thing in the store. `v` starts at 1 and grows by one with each write, by whoever writes it. */
export interface Item extends Key {
  v: number;
  /** What JSON can hold; the reader parses it by its schema. */
  data: Record<string, unknown>;
  /** The one sparse index: an item is in it while both are set. */
  gsi1pk?: string | undefined;
  gsi1sk?: string | undefined;
  /** Epoch seconds after which the store may forget the item. Reads may still see it for a while. */
  ttl?: number | undefined;
}

/** What must hold for a write to happen. */
export type Condition = { kind: "absent" } | { kind: "version"; v: number };

export interface Query {
  pk: string;
  /** Only sort keys that begin so. */
  prefix?: string;
  limit?: number;
  descending?: boolean;
  /** The `next` of the page before. */
  after?: string | undefined;
}

export interface IndexQuery {
  gsi1pk: string;
  /** Only index sort keys up to and including this one. */
  upTo?: string;
  limit?: number;
  descending?: boolean;
  after?: string | undefined;
}

export interface Page {
  items: Item[];
  /** Where the next page starts; absent when this was the last. */
  next?: string | undefined;
}

/**
 * What Showrunner needs of a database: items under a partition and a sort key, conditional single-item
 * writes, ordered queries, one sparse index. Modelled on DynamoDB; a driver for SQLite stands beside it.
 *
 * Writes are durable when their promise resolves. Keys sort by their UTF-8 bytes.
 */
export interface Store {
  get(key: Key): Promise<Item | undefined>;
  /** The items that exist, in any order. */
  getMany(keys: readonly Key[]): Promise<Item[]>;
  /** Replaces the whole item. False when the condition did not hold: then nothing was written. */
  put(item: Item, condition?: Condition): Promise<boolean>;
  /** False when the condition did not hold. Deleting what is not there without a condition is true. */
  delete(key: Key, condition?: { kind: "version"; v: number }): Promise<boolean>;
  query(query: Query): Promise<Page>;
  /** In the order of `gsi1sk`. May lag behind writes by a moment in the cloud. */
  queryIndex(query: IndexQuery): Promise<Page>;
}
