import type { FeedRead } from "./feed.ts";

interface Whole<T> {
  items: T[];
  whole: boolean;
}

/** One feed's rows out of what one or more complete lists gave; whole only when each of them was. */
export async function readSets<Row>(reads: readonly Promise<Whole<Row>>[]): Promise<FeedRead<Row>> {
  const parts = await Promise.all(reads);
  const whole = parts.every((part) => part.whole);
  return { rows: parts.flatMap((part) => part.items), whole, settled: whole };
}

/** The items of a list as rows; what is of a kind that we do not know (Trakt adds some) is left out. */
export async function rowsOf<T, Row>(read: Promise<Whole<T>>, row: (item: T) => Row | undefined): Promise<Whole<Row>> {
  const { items, whole } = await read;
  return { items: items.map(row).filter((one) => one !== undefined), whole };
}
