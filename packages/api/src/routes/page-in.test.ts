import * as fc from "fast-check";
import { expect, it } from "vitest";
import { pageIn } from "./page-in.ts";

it("gives each once and in order, page by page, whatever the size of a page", () => {
  fc.assert(
    fc.property(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 20 }), (count, limit) => {
      const all = Array.from({ length: count }, (_, at) => ({ id: `one_${at}` }));
      const seen: { id: string }[] = [];
      let after: string | undefined;
      do {
        const { items, next } = pageIn(all, { limit, after });
        expect(items.length).toBeLessThanOrEqual(limit);
        seen.push(...items);
        after = next ?? undefined;
      } while (after !== undefined);
      expect(seen).toEqual(all);
    }),
  );
});

it("refuses to go on after what is no longer there", () => {
  expect(() => pageIn([{ id: "a" }], { limit: 1, after: "b" })).toThrowError(/no longer there/);
});
