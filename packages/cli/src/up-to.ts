interface Page<Item> {
  items: Item[];
  next: string | null;
}

/** As many as the API gives at once. */
const mostOfAPage = 200;

/** The first so many of a list that comes in pages, and where to go on. */
export async function upTo<Item>(
  limit: number,
  read: (page: { limit: number; after?: string }) => Promise<Page<Item>>,
  from?: string,
): Promise<Page<Item>> {
  const items: Item[] = [];
  let after = from;
  for (;;) {
    const page = await read({
      limit: Math.min(mostOfAPage, limit - items.length),
      ...(after === undefined ? {} : { after }),
    });
    items.push(...page.items);
    if (page.next === null || items.length >= limit) return { items, next: page.next };
    after = page.next;
  }
}

/** All of a list that comes in pages. */
export async function allOf<Item>(
  read: (page: { limit: number; after?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  return (await upTo(Number.POSITIVE_INFINITY, read)).items;
}
