import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor.ts";

const text = fc.string({ unit: "binary", maxLength: 4 });

describe("a cursor", () => {
  it("gives back what it was made of", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (values) => {
        expect(decodeCursor(encodeCursor(values), values.length)).toEqual(values);
      }),
    );
  });

  it.each(["", "nonsense", encodeCursor(["a"]), encodeCursor(["a", "b", "c"]), "WzEsMl0"])(
    "that no page gave is refused: %j",
    (cursor) => {
      expect(() => decodeCursor(cursor, 2)).toThrow(expect.objectContaining({ code: "store.cursor_invalid" }));
    },
  );
});
