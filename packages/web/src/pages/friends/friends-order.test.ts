import { describe, expect, it } from "vitest";
import { inOrder } from "./friends-order.ts";

const friend = (username: string, last: string | null, watching: unknown = null) => ({
  username,
  watching,
  watched: last === null ? [] : [{ watched_at: "2001-01-01T00:00:00.000Z" }, { watched_at: last }],
});

describe("friends", () => {
  it("come with who watches now first, then by their last play, then by name", () => {
    const friends = [
      friend("zoe", null),
      friend("ann", null),
      friend("old", "2026-01-01T00:00:00.000Z"),
      friend("new", "2026-11-01T00:00:00.000Z"),
      friend("now", "2020-01-01T00:00:00.000Z", { type: "movie" }),
    ];
    expect(inOrder(friends).map(({ username }) => username)).toEqual(["now", "new", "old", "ann", "zoe"]);
  });
});
