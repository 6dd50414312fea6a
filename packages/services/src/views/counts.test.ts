import * as fc from "fast-check";
import { expect, it } from "vitest";
import { countsOf } from "./counts.ts";

it.each([
  [20, 17, 85],
  [93, 87, 93],
  [12, 8, 66],
  [16, 12, 75],
  [2, 0, 0],
  [10, 7, 70],
  [3, 1, 33],
  [200, 199, 99],
  [0, 0, 0],
])("of %i aired, %i watched are %i %%", (aired, watched, percentage) => {
  expect(countsOf(aired, watched)).toEqual({ percentage, aired, completed: watched, left: aired - watched });
});

it("says 100 % of all and of nothing less, and never more or less than what is true", () => {
  const counts = fc.nat(100_000).chain((aired) => fc.record({ aired: fc.constant(aired), watched: fc.nat(aired) }));
  fc.assert(
    fc.property(counts, ({ aired, watched }) => {
      const { percentage, completed, left } = countsOf(aired, watched);
      expect(completed + left).toBe(aired);
      expect(percentage === 100).toBe(aired > 0 && left === 0);
      if (aired > 0) {
        expect(BigInt(percentage) * BigInt(aired)).toBeLessThanOrEqual(BigInt(watched) * 100n);
        expect((BigInt(percentage) + 1n) * BigInt(aired)).toBeGreaterThan(BigInt(watched) * 100n);
      }
    }),
  );
});

it("takes no more for watched than has aired, whatever Trakt counts", () => {
  expect(countsOf(10, 12)).toEqual({ percentage: 100, aired: 10, completed: 10, left: 0 });
});
