import * as fc from "fast-check";
import { expect, it } from "vitest";
import { allOf, upTo } from "./up-to.ts";

/** A list of so many, as the API gives it: its cursor is the last number of a page. */
function listOf(count: number, mostAtOnce: number) {
  const asked: number[] = [];
  const read = ({ limit, after }: { limit: number; after?: string }) => {
    asked.push(limit);
    const from = after === undefined ? 0 : Number(after) + 1;
    const to = Math.min(count, from + Math.min(limit, mostAtOnce));
    const items = Array.from({ length: to - from }, (_, at) => from + at);
    return Promise.resolve({ items, next: to < count ? String(to - 1) : null });
  };
  return { asked, read };
}

it("gives as many as are wanted and there are, in order, and where to go on", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 1000 }),
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1, max: 300 }),
      async (count, limit, mostAtOnce) => {
        const { asked, read } = listOf(count, mostAtOnce);
        const { items, next } = await upTo(limit, read);
        expect(items).toEqual(Array.from({ length: Math.min(count, limit) }, (_, at) => at));
        expect(asked.every((one) => one >= 1 && one <= 200)).toBe(true);
        const rest = next === null ? [] : (await upTo(1000, read, next)).items;
        expect([...items, ...rest]).toEqual(Array.from({ length: count }, (_, at) => at));
      },
    ),
  );
});

it("gives all of a list", async () => {
  expect(await allOf(listOf(450, 200).read)).toHaveLength(450);
  expect(await allOf(listOf(0, 200).read)).toEqual([]);
});
