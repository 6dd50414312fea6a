import { Problem } from "@showrunner/core/errors.ts";
import { describe, expect, it } from "vitest";
import { listedItemKey } from "./item.ts";
import { aMovie, anEpisode, aShow } from "./testing/things.ts";

describe("a listed item's key", () => {
  it("names the thing in Trakt's own ids, a season by its show and number", () => {
    expect(listedItemKey({ item_type: "movie", movie: aMovie(1) })).toBe("movie:1");
    expect(listedItemKey({ item_type: "show", show: aShow(1390) })).toBe("show:1390");
    expect(listedItemKey({ item_type: "season", show: aShow(1390), season: { number: 2 } })).toBe("season:1390:2");
    expect(listedItemKey({ item_type: "episode", show: aShow(1390), episode: anEpisode(1, 1) })).toBe("episode:70101");
  });

  it("is of what the type names, whatever else is given", () => {
    expect(listedItemKey({ item_type: "show", show: aShow(1), episode: anEpisode(1, 1) })).toBe("show:1");
  });

  it.each(["movie", "show", "season", "episode"] as const)("refuses a %s that is not there", (item_type) => {
    expect(() => listedItemKey({ item_type })).toThrow(Problem);
  });
});
