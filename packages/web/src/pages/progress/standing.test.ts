import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filters, isFound, isIn, standingOf, sumsOf, sumWords } from "./standing.ts";

const one = (completed: number, aired: number, status: string | null = "returning series", hidden: number[] = []) => ({
  show: { status },
  progress: { percentage: 0, aired, completed, left: aired - completed },
  hidden_seasons: hidden,
});

describe("how somebody stands with a show", () => {
  it("is told by what is left and by whether more will come", () => {
    expect(standingOf(one(0, 8))).toBe("not started");
    expect(standingOf(one(3, 8))).toBe("behind");
    expect(standingOf(one(8, 8))).toBe("caught up");
    expect(standingOf(one(8, 8, null))).toBe("caught up");
    expect(standingOf(one(8, 8, "ended"))).toBe("finished");
    expect(standingOf(one(8, 8, "canceled"))).toBe("finished");
    expect(standingOf(one(3, 8, "ended"))).toBe("behind");
  });
});

describe("filters", () => {
  const inWhich = (show: ReturnType<typeof one>): string[] =>
    filters.map(({ value }) => value).filter((filter) => isIn(show, filter));

  it("let a show through wherever it belongs", () => {
    expect(inWhich(one(0, 8))).toEqual(["all"]);
    expect(inWhich(one(3, 8))).toEqual(["all", "started", "behind"]);
    expect(inWhich(one(8, 8))).toEqual(["all", "started", "caught-up"]);
    expect(inWhich(one(8, 8, "ended", [1]))).toEqual(["all", "started", "caught-up", "finished", "hidden"]);
  });
});

describe("finding a show", () => {
  it("takes words in any order, without regard to case and accents", () => {
    expect(isFound("Brön / Broen", "bron")).toBe(true);
    expect(isFound("The Good Place", "place good")).toBe(true);
    expect(isFound("The Good Place", "good fight")).toBe(false);
    expect(isFound("Anything", "  ")).toBe(true);
  });

  it("finds every title by itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (title) => {
        expect(isFound(title, title)).toBe(true);
      }),
    );
  });
});

describe("all of it", () => {
  it("adds up", () => {
    expect(sumsOf([one(0, 8), one(3, 8), one(8, 8)])).toEqual({ shows: 3, unfinished: 2, left: 13, watched: 11 });
    expect(sumWords(sumsOf([one(0, 8), one(3, 8), one(8, 8)]))).toBe(
      "3 shows · 11 episodes watched · 13 left in 2 shows",
    );
    expect(sumWords(sumsOf([one(1, 1)]))).toBe("1 show · 1 episode watched · nothing left");
  });
});
