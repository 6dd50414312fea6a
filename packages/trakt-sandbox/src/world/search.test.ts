import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultCatalogue } from "../catalogue.ts";
import { search, termsOf, type Hit } from "./search.ts";
import { createState } from "./state.ts";

const state = createState(defaultCatalogue());
const titleOf = ({ found }: Hit): string =>
  found.type === "movie" ? found.movie.facts.title : found.type === "show" ? found.show.facts.title : "";
const movies = (query: string): string[] => search(state, ["movie"], query).map(titleOf);

test("any text is a query: none fails, and each hit fits better than nothing", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+&|!(){}[\]^"~*?:/\\ a]{0,20}$/)), (query) => {
      for (const { score } of search(state, ["movie", "person"], query)) expect(score).toBeGreaterThan(0);
    }),
  );
});

test("every movie is found by its title, and nothing fits better", () => {
  for (const { facts } of state.library.movies.values()) {
    const literally = facts.title.replaceAll(/[-+&|!(){}[\]^"~*?:/\\]/g, String.raw`\$&`);
    const hits = search(state, ["movie"], literally);
    const best = hits[0]?.score ?? 0;
    const own = hits.find(({ found }) => found.type === "movie" && found.movie.facts === facts);
    // What is called alike may be better known.
    expect(own?.score ?? 0, facts.title).toBeGreaterThan(Math.max(0, best - 60));
  }
});

describe("a query", () => {
  test("of words wants them all, in any order", () => {
    expect(movies("revolutions matrix")).toEqual(["The Matrix Revolutions"]);
    expect(movies("matrix office")).toEqual([]);
  });

  test("in quotes wants the words as they stand", () => {
    expect(movies('"matrix the revolutions"')).toEqual([]);
    expect(movies('"the matrix" revolutions')).toEqual(["The Matrix Revolutions"]);
  });

  test("with a minus leaves out, and needs something to look for beside it", () => {
    expect(movies("matrix -revolutions -reloaded -poly")).toEqual(["The Matrix"]);
    expect(movies("-matrix")).toEqual([]);
  });

  test("with an asterisk goes on with the word, and without one does not", () => {
    expect(movies("interstel*")).toEqual(["Interstellar"]);
    expect(movies("interstel")).toEqual([]);
    expect(movies(String.raw`interstel\*`)).toEqual([]);
  });

  test("takes an escaped minus for a mark, not for an order", () => {
    expect(termsOf(String.raw`\-matrix`)).toEqual([{ words: ["matrix"], not: false, open: false }]);
    expect(termsOf("spider-man")).toEqual([{ words: ["spider", "man"], not: false, open: false }]);
  });

  test("does not see what its fields leave out", () => {
    expect(search(state, ["movie"], "nolan")).toEqual([]);
    expect(search(state, ["movie"], "nolan", ["people"]).map(titleOf)).toContain("Memento");
    expect(search(state, ["show"], "breaking", ["people"])).toEqual([]);
  });
});
