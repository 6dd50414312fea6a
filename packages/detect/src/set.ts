import { instantOf } from "./instant.ts";
import { byValue } from "./order.ts";

/** How the rows of one kind of set are told apart. */
export interface SetOf<Row, Key extends string | number> {
  key: (row: Row) => Key;
  /** When the row came to be, at Trakt. */
  time: (row: Row) => string;
  /** Whether two rows of one key say the same. */
  same: (before: Row, after: Row) => boolean;
}

/** A read of a set against the snapshot before it. */
export interface SetRead<Row> {
  before: readonly Row[];
  after: readonly Row[];
  /** Every page was read. Else what is missing from `after` may still be there, and nothing counts as removed. */
  whole: boolean;
}

/** `removedAt`: the activity timestamp that told of the change; Trakt says nothing else of when a thing was removed. */
export type SetDiff<Row> = SetRead<Row> & { removedAt: string };

export interface SetChanges<Row> {
  added: Row[];
  changed: { before: Row; after: Row }[];
  removed: Row[];
}

/** What is new, what says something else, and (only of a whole read) what is gone. Linear in the rows. */
export function changesOf<Row, Key extends string | number>(of: SetOf<Row, Key>, read: SetRead<Row>): SetChanges<Row> {
  const before = byKey(of, read.before);
  const after = byKey(of, read.after);
  const changes: SetChanges<Row> = { added: [], changed: [], removed: [] };
  for (const [key, row] of after) {
    const known = before.get(key);
    if (known === undefined) changes.added.push(row);
    else if (!of.same(known, row)) changes.changed.push({ before: known, after: row });
  }
  if (read.whole) {
    for (const [key, row] of before) if (!after.has(key)) changes.removed.push(row);
  }
  return changes;
}

/** The next snapshot, sorted by key: what was read, and beside it, unless all was read, what was known. */
export function mergeSet<Row, Key extends string | number>(of: SetOf<Row, Key>, read: SetRead<Row>): Row[] {
  const rows = new Map(read.whole ? [] : byKey(of, read.before));
  for (const [key, row] of byKey(of, read.after)) rows.set(key, row);
  return [...rows].toSorted(([a], [b]) => byValue(a, b)).map(([, row]) => row);
}

/** The rows by key. Pages that shift while they are read can hold a thing twice: its later row stays, whichever came first. */
export function byKey<Row, Key extends string | number>(of: SetOf<Row, Key>, rows: readonly Row[]): Map<Key, Row> {
  const found = new Map<Key, Row>();
  for (const row of rows) {
    const key = of.key(row);
    const twin = found.get(key);
    if (twin === undefined || isLater(of, row, twin)) found.set(key, row);
  }
  return found;
}

function isLater<Row, Key extends string | number>(of: SetOf<Row, Key>, row: Row, twin: Row): boolean {
  const order = byValue(instantOf(of.time(row)), instantOf(of.time(twin)));
  return (order || byValue(JSON.stringify(row), JSON.stringify(twin))) > 0;
}
