import { describe, expect, it } from "vitest";
import { deadTitle } from "./dead-words.ts";

describe("what failed for good", () => {
  it("is named by what was to be done, and on what", () => {
    const item = { type: "show", trakt: 1, title: "Andor" } as const;
    expect(deadTitle({ do: "watchlist.add", item })).toMatch(/: Andor$/);
    expect(deadTitle({ do: "notify", channel: "phone", title: "Andor airs", body: "" })).toBe("“Andor airs” to phone");
    expect(deadTitle({ do: "webhook", channel: "home" })).toMatch(/: home$/);
  });
});
