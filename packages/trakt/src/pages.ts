import { countOf, type HttpReply } from "./reply.ts";

/** One page of a list. */
export interface TraktPage<T> {
  readonly items: T[];
  /** As answered: another one than was asked for is another list, or a broken one. */
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
    page: countOf(reply, "x-pagination-page") ?? asked.page,
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
  const check = createPageCheck(countsAllTypes);
  for await (const page of pages) {
    items.push(...page.items);
    check.add(page);
    if (check.moved() !== undefined && (stopWhenMoved || check.isOverdue())) break;
  }
  const reason = check.gap();
  const first = check.first();
  return {
    moved: check.moved() !== undefined,
    read: {
      items,
      whole: reason === undefined,
      pageCount: first?.pageCount ?? check.pagesRead(),
      itemCount: first?.itemCount ?? null,
      ...(reason === undefined ? {} : { reason }),
    },
  };
}

/**
 * A list item by item, page after page as they are wanted. It ends only when what came is proven to be everything;
 * otherwise it throws what `incomplete` makes of the reason, once nothing more comes.
 */
export async function* itemsOf<T>(
  pages: AsyncIterable<TraktPage<T>>,
  countsAllTypes: boolean,
  incomplete: (reason: string) => Error,
): AsyncGenerator<T, void, undefined> {
  const check = createPageCheck(countsAllTypes);
  for await (const page of pages) {
    check.add(page);
    // What came twice was given once: the caller is not to see it again.
    const moved = check.moved();
    if (moved !== undefined) throw incomplete(moved);
    yield* page.items;
  }
  const reason = check.gap();
  if (reason !== undefined) throw incomplete(reason);
}

/** What the pages of one list, in their order, tell of it. */
interface PageCheck {
  add(page: TraktPage<unknown>): void;
  /** How the list changed while it was read. */
  moved(): string | undefined;
  /** Asked at the end: why what came may not be everything. */
  gap(): string | undefined;
  /** More pages came than there were at first: a list that grows with every page would be read for ever. */
  isOverdue(): boolean;
  first(): TraktPage<unknown> | undefined;
  pagesRead(): number;
}

function createPageCheck(countsAllTypes: boolean): PageCheck {
  const seen = new Set<string>();
  const read: Size[] = [];
  let total = 0;
  let first: TraktPage<unknown> | undefined;
  let moved: string | undefined;
  return {
    add(page) {
      if (first === undefined) first = page;
      else moved ??= changeBetween(first, page, read.length);
      moved ??= repeatIn(page, seen);
      total += page.items.length;
      read.push({ page: page.page, items: page.items.length, limit: page.limit });
    },
    moved: () => moved,
    gap: () => moved ?? gapIn(first, read, total, countsAllTypes),
    isOverdue: () => read.length > (first?.pageCount ?? 0),
    first: () => first,
    pagesRead: () => read.length,
  };
}

/** What of a page that was read is still looked at. */
interface Size {
  page: number;
  items: number;
  limit: number;
}

function changeBetween(first: TraktPage<unknown>, page: TraktPage<unknown>, before: number): string | undefined {
  if (page.page !== first.page + before) return `page ${page.page} came instead of page ${first.page + before}`;
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

function gapIn(
  first: TraktPage<unknown> | undefined,
  pages: readonly Size[],
  total: number,
  countsAllTypes: boolean,
): string | undefined {
  if (first === undefined) return "nothing was read";
  const { pageCount, itemCount, limit } = first;
  if (first.page !== 1) return `page ${first.page} was the first one read`;
  if (pageCount === null || (pageCount === 0 && total > 0)) {
    const known = itemCount !== null && !countsAllTypes && itemCount === total;
    if (known || (total < limit && !unaskedLimits.includes(total))) return undefined;
    return `${total} items came without a page count: there may be more`;
  }
  if (pages.length < pageCount) return `page ${pages.length} of ${pageCount} was the last one read`;
  // A typed list has the page count of the untyped one: its own end comes earlier, and only empty pages follow.
  const ending = countsAllTypes ? pages.slice(0, pages.findLastIndex((page) => page.items > 0) + 1) : pages;
  const short = ending.slice(0, -1).find((page) => page.items < page.limit);
  if (short !== undefined)
    return `page ${short.page} of ${pageCount} has ${short.items} items instead of ${short.limit}`;
  if (countsAllTypes) return undefined;
  if (itemCount !== null && itemCount !== total) return `${total} items came of ${itemCount}`;
  if (total > 0 && ending.at(-1)?.items === 0) return `page ${pages.length} of ${pageCount} is empty`;
  return undefined;
}

/** What tells two items of a list apart: its own id, or the thing it is about. What somebody made names them, too. */
function keyOf(item: unknown): string | undefined {
  const id = member(item, "id") ?? member(member(item, "comment"), "id");
  if (typeof id === "number" || typeof id === "bigint") return `#${id}`;
  if (typeof item === "number") return String(item);
  const own = member(member(item, "ids"), "trakt");
  if (typeof own === "number") return `#${own}`;
  for (const kind of ["episode", "season", "movie", "show", "person", "user"]) {
    const trakt = member(member(member(item, kind), "ids"), "trakt");
    if (typeof trakt === "number") return `${kind} ${trakt}`;
  }
  return undefined;
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
