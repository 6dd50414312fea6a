import { Problem } from "@showrunner/core/errors.ts";
import { describe, expect, it } from "vitest";
import { FriendsQuery, parseQuery, PersonQuery, ProgressQuery } from "./query.ts";

function refusal(schema: Parameters<typeof parseQuery>[0], asked: unknown): string {
  try {
    parseQuery(schema, asked);
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    if (error instanceof Problem) {
      expect(error.code).toBe("view.invalid");
      return error.message;
    }
  }
  throw new Error(`${JSON.stringify(asked)} was taken`);
}

describe("what is not asked for", () => {
  it("is every show, by title, with little of each", () => {
    expect(parseQuery(ProgressQuery, {})).toEqual({ title: ["all"], sort: "title", extended: "minimal" });
    expect(parseQuery(FriendsQuery, {})).toEqual({ extended: false });
  });
});

describe("titles", () => {
  it("are separated by commas, in any case, with any space around, each once", () => {
    expect(parseQuery(ProgressQuery, { title: " Suits,game-of-thrones , 74897,,suits" }).title).toEqual([
      "suits",
      "game-of-thrones",
      "74897",
    ]);
  });

  it("that name nothing, too many, or no slug are refused", () => {
    expect(refusal(ProgressQuery, { title: " , " })).toContain("title must name a show");
    expect(refusal(ProgressQuery, { title: "" })).toContain("title must name a show");
    expect(refusal(ProgressQuery, { title: Array.from({ length: 101 }, (_, at) => at).join() })).toContain(
      "title must be 100 titles at most",
    );
    for (const title of ["../users/settings", "suits?x=1", "a b", "suits%2Fx"])
      expect(refusal(ProgressQuery, { title })).toContain("is neither a slug nor a TVDB id");
  });
});

it("people are named by slug; a user name's dots and spaces are hyphens in it, and its case is nothing", () => {
  expect(parseQuery(PersonQuery, { user: "Sean R.X" })).toEqual({ user: "sean-r-x" });
  for (const user of ["", "a/b", "a?b", "x".repeat(101)])
    expect(refusal(PersonQuery, { user })).toMatch(/^user ".*" must be a user's slug/);
});

it("a value or a parameter that there is not is named, with what there is", () => {
  expect(refusal(ProgressQuery, { sort: "random" })).toContain(
    'sort "random" must be title, activity, most-completed, least-completed, recently-aired or previously-aired',
  );
  expect(refusal(ProgressQuery, { extended: "all" })).toContain('extended "all" must be minimal, normal or full');
  expect(refusal(FriendsQuery, { extended: "full" })).toContain('extended "full" must be true or false');
  expect(refusal(ProgressQuery, { titel: "suits", x: "1" })).toContain('there is no "titel", "x"');
  expect(refusal(ProgressQuery, { sort: ["title", "activity"] })).toBe("sort is given more than once");
  for (const asked of [null, "suits", 7, []]) expect(refusal(ProgressQuery, asked)).toContain("it");
});
