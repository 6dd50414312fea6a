import { describe, expect, it } from "vitest";
import { wantedPath } from "./wanted-path.ts";

describe("where somebody wanted to go before signing in", () => {
  it.each(["/rules/rl_1?tab=versions#top", "/progress/dark?sort=title", "/"])("%s is a page of this app", (path) => {
    expect(wantedPath(`?to=${encodeURIComponent(path)}`)).toBe(path);
  });

  it.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "rules",
    "",
    "/sign-in?to=/sign-in",
  ])("%j leads home", (path) => {
    expect(wantedPath(`?to=${encodeURIComponent(path)}`)).toBe("/");
  });

  it("nothing wanted leads home", () => {
    expect(wantedPath("")).toBe("/");
  });
});
