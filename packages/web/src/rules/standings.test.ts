import { expect, test } from "vitest";
import { standings } from "./standings.ts";

const run = (id: string, at: string, outcome: string) => ({ rule: { id }, at, outcome });

test("a rule's standing is that of its latest runs, the newest first", () => {
  const found = standings(
    [run("a", "4", "failed"), run("b", "3", "not_matched"), run("a", "2", "matched"), run("a", "1", "matched")],
    [
      { rule: { id: "b" }, askedAt: "3", state: "waiting" },
      { rule: { id: "b" }, askedAt: "2", state: "refused" },
    ],
  );
  expect(found.get("a")).toEqual({ ranAt: "4", actedAt: "2", isFailing: true, waits: 0 });
  expect(found.get("b")).toEqual({ ranAt: "3", actedAt: undefined, isFailing: false, waits: 1 });
  expect(found.get("c")).toBeUndefined();
});
