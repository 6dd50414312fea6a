import { countOf, type HttpReply } from "./reply.ts";

/** One page of a list. */
export interface TraktPage<T> {
  readonly items: T[];
  readonly page: number;
  /** null when the answer did not say: then nothing is known of further pages. */
  readonly pageCount: number | null;
  /** Items to a page, as answered: Trakt clamps what was asked. What was asked, when the answer did not say. */
  readonly limit: number;
  /** Of the whole list; null when the answer did not say. A typed watchlist's counts the untyped one. */
  readonly itemCount: number | null;
}

/** A list read to its end. */
export interface WholeRead<T> {
  readonly items: T[];
  /** Proven to be everything: only then may a missing item be taken for a removed one. */
  readonly whole: boolean;
  readonly pageCount: number;
  readonly itemCount: number | null;
  /** Why it is not whole. */
  readonly reason?: string;
}

/** More than any list has: a count beyond it is nonsense, and would be read for ever. */
const mostPages = 10_000;

export function pageOf<T>(reply: HttpReply, items: T[], asked: { page: number; limit: number }): TraktPage<T> {
  const pageCount = countOf(reply, "x-pagination-page-count");
  return {
    items,
    page: asked.page,
    pageCount: pageCount !== null && pageCount <= mostPages ? pageCount : null,
    limit: countOf(reply, "x-pagination-limit") ?? asked.limit,
    itemCount: countOf(reply, "x-pagination-item-count"),
  };
}

/**
 * Reads all pages and says whether that is everything. A list that moved while it was read is read once more.
 *
 * @param countsAllTypes the item count is another list's: only its moving says something.
 */
export async function readWholeList<T>(
  pages: () => AsyncIterable<TraktPage<T>>,
  countsAllTypes: boolean,
): Promise<WholeRead<T>> {
  const first = await readOnce(pages(), countsAllTypes, true);
  return first.moved ? (await readOnce(pages(), countsAllTypes, false)).read : first.read;
}

async function readOnce<T>(
  pages: AsyncIterable<TraktPage<T>>,
  countsAllTypes: boolean,
  stopWhenMoved: boolean,
): Promise<{ read: WholeRead<T>; moved: boolean }> {
  const items: T[] = [];
  const seen = new Set<string>();
  const read: TraktPage<T>[] = [];
  let moved: string | undefined;
  for await (const page of pages) {
    const [first] = read;
    if (first !== undefined) moved ??= changeBetween(first, page);
    moved ??= repeatIn(page, seen);
    items.push(...page.items);
    read.push(page);
    // A list that grows with every page would be read for ever.
    if (moved !== undefined && (stopWhenMoved || read.length > (read[0]?.pageCount ?? 0))) break;
  }
  const reason = moved ?? gapIn(read, items.length, countsAllTypes);
  const [first] = read;
  return {
    moved: moved !== undefined,
    read: {
      items,
      whole: reason === undefined,
      pageCount: first?.pageCount ?? read.length,
      itemCount: first?.itemCount ?? null,
      ...(reason === undefined ? {} : { reason }),
    },
  };
}

function changeBetween(first: TraktPage<unknown>, page: TraktPage<unknown>): string | undefined {
  for (const name of ["pageCount", "itemCount", "limit"] as const)
    if (first[name] !== page[name]) return `${name} went from ${first[name]} to ${page[name]} at page ${page.page}`;
  return undefined;
}

/** An item met on an earlier page: something was put in before it while we read. */
function repeatIn(page: TraktPage<unknown>, seen: Set<string>): string | undefined {
  const keys = page.items.map(keyOf).filter((key) => key !== undefined);
  const repeated = keys.find((key) => seen.has(key));
  for (const key of keys) seen.add(key);
  return repeated === undefined ? undefined : `${repeated} is on page ${page.page} and on one before it`;
}

/** Sizes of page that Trakt gives unasked, or clamps to without saying so. Trakt: pagination guide. */
const unaskedLimits: readonly number[] = [10, 50, 100];

function gapIn(pages: readonly TraktPage<unknown>[], total: number, countsAllTypes: boolean): string | undefined {
  const [first] = pages;
  if (first === undefined) return "nothing was read";
  if (first.pageCount === null || (first.pageCount === 0 && total > 0)) {
    const known = first.itemCount !== null && !countsAllTypes && first.itemCount === total;
    if (known || (total < first.limit && !unaskedLimits.includes(total))) return undefined;
    return `${total} items came without a page count: there may be more`;
  }
  if (pages.length < first.pageCount) return `page ${pages.length} of ${first.pageCount} was the last one read`;
  // A typed list has the page count of the untyped one: its own end comes earlier, and only empty pages follow.
  const ending = countsAllTypes ? pages.slice(0, pages.findLastIndex((page) => page.items.length > 0) + 1) : pages;
  const short = ending.slice(0, -1).find((page) => page.items.length < page.limit);
  if (short !== undefined)
    return `page ${short.page} of ${first.pageCount} has ${short.items.length} items instead of ${short.limit}`;
  if (countsAllTypes) return undefined;
  if (first.itemCount !== null && first.itemCount !== total) return `${total} items came of ${first.itemCount}`;
  if (total > 0 && ending.at(-1)?.items.length === 0) return `page ${pages.length} of ${first.pageCount} is empty`;
  return undefined;
}

/** What tells two items of a list apart: its own id, or the thing it is about. */
function keyOf(item: unknown): string | undefined {
  if (typeof item === "number") return String(item);
  const id = member(item, "id");
  if (typeof id === "number") return `#${id}`;
  for (const kind of ["episode", "season", "movie", "show", "person", "user"]) {
    const trakt = member(member(member(item, kind), "ids"), "trakt");
    if (typeof trakt === "number") return `${kind} ${trakt}`;
  }
  const trakt = member(member(item, "ids"), "trakt");
  return typeof trakt === "number" ? `#${trakt}` : undefined;
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
