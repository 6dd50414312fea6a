import { describe, expect, it } from "vitest";
import { readAsked, whyPath } from "./asked.ts";

const read = (query: string) => readAsked(new URLSearchParams(query));

describe("what is asked about, in the page's address", () => {
  it("is read as it was written", () => {
    const asked = { kind: "show", trakt: "2302", title: "The Office", season: "9", episode: "23", days: "90" } as const;
    expect(read(whyPath(asked).slice("/why?".length))).toEqual(asked);
  });

  it("is nothing where the address names no show or movie", () => {
    expect([read(""), read("kind=show"), read("kind=person&id=1"), read("kind=show&id=../1")]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });

  it("leaves out what makes no sense: a movie's season, an episode without one, days that cannot be chosen", () => {
    expect(read("kind=movie&id=1&season=2&episode=3")).toMatchObject({ season: undefined, episode: undefined });
    expect(read("kind=show&id=1&episode=3")).toMatchObject({ episode: undefined });
    expect(read("kind=show&id=1&days=9999")?.days).toBe("30");
  });
});
