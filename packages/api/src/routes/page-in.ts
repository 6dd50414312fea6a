import { Problem } from "@showrunner/core/errors.ts";

/**
 * The page of a list that is read whole: what follows the item whose id is `after`. Throws Problem `store.cursor_invalid`
 * when that is there no more.
 */
export function pageIn<Item extends { id: string }>(
  all: readonly Item[],
  { limit, after }: { limit: number; after?: string | undefined },
): { items: Item[]; next: string | null } {
  const start = after === undefined ? 0 : all.findIndex((one) => one.id === after) + 1;
  if (after !== undefined && start === 0)
    throw new Problem({
      code: "store.cursor_invalid",
      message: "the page before ended with something that is no longer there",
      hint: "Begin with the first page again.",
    });
  const items = all.slice(start, start + limit);
  return { items, next: start + limit < all.length ? (items.at(-1)?.id ?? null) : null };
}
