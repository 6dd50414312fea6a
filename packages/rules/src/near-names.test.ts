import { expect, test } from "vitest";
import { nearestName } from "./near-names.ts";

const names = ["show.rating", "show.title", "rating", "progress.behind", "watchlist.add"];

test.each([
  ["show.ratin", "show.rating"],
  ["shwo.title", "show.title"],
  ["Progress.Behind", "progress.behind"],
  ["title", "show.title"],
  ["watchlist_add", "watchlist.add"],
  ["ratign", "rating"],
])("%s was meant to be %s", (typed, meant) => {
  expect(nearestName(typed, names)).toBe(meant);
});

test("a name that is near none, or too long to be a slip, gets no suggestion", () => {
  expect(nearestName("qqqq", names)).toBeUndefined();
  expect(nearestName("", names)).toBeUndefined();
  expect(nearestName("x".repeat(5_000), names)).toBeUndefined();
});
