import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newRows, newWords } from "./new-rows.ts";

const rows = (...ids: string[]) => ids.map((id) => ({ id }));

describe("what came while somebody reads", () => {
  it("is held back until it is asked for", () => {
    expect(newRows(rows("d", "c", "b", "a"), "b")).toEqual({ fresh: rows("d", "c"), shown: rows("b", "a") });
    expect(newRows(rows("b", "a"), "a")).toEqual({ fresh: rows("b"), shown: rows("a") });
    expect([1, 3].map(newWords)).toEqual(["1 new", "3 new"]);
  });

  it("is nothing where all of it was seen, or none was seen yet", () => {
    expect(newRows(rows("b", "a"), "b").fresh).toEqual([]);
    expect(newRows(rows("b", "a"), undefined)).toEqual({ fresh: [], shown: rows("b", "a") });
  });

  it("hides nothing for good when the row that was seen first is gone", () => {
    expect(newRows(rows("d", "c"), "z").shown).toEqual(rows("d", "c"));
  });

  it("and what is shown are together always all of it, in order", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.string(), (ids, seen) => {
        const { fresh, shown } = newRows(rows(...ids), seen);
        expect([...fresh, ...shown]).toEqual(rows(...ids));
      }),
    );
  });
});
