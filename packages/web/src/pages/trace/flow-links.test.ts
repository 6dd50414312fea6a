import { describe, expect, it } from "vitest";
import { linksOf } from "./flow-links.ts";

const held = { result: true };
const failed = { result: false };
const ways = (links: ReturnType<typeof linksOf>) => links.map(({ from, to }) => `${from} → ${to}`);

describe("the way a run took", () => {
  it("leads from the event through every condition to each of its actions", () => {
    const links = linksOf({
      conditions: [held, held],
      actions: [
        { id: "act_1", state: "done" },
        { id: "act_2", state: "held" },
      ],
    });
    expect(ways(links)).toEqual([
      "event → condition-0",
      "condition-0 → condition-1",
      "condition-1 → act_1",
      "condition-1 → act_2",
    ]);
    expect(links.map(({ isDashed }) => isDashed)).toEqual([false, false, false, true]);
  });

  it("ends at the condition that did not hold; what was not asked any more is not gone along", () => {
    const links = linksOf({ conditions: [held, failed, {}], actions: [] });
    expect(ways(links)).toEqual([
      "event → condition-0",
      "condition-0 → condition-1",
      "condition-1 → condition-2",
      "condition-1 → end",
    ]);
    expect(links[2]).toMatchObject({ isDashed: true, tone: "plain" });
    expect(links[3]).toMatchObject({ isDashed: true, tone: "wait" });
  });

  it("ends in alarm at a condition that could not be told", () => {
    expect(linksOf({ conditions: [{ error: "show.rating is not known" }], actions: [] }).at(-1)).toMatchObject({
      from: "condition-0",
      to: "end",
      tone: "bad",
    });
  });

  it("passes what stands for no conditions where there are none", () => {
    expect(ways(linksOf({ conditions: [], actions: [{ id: "act_1", state: "done" }] }))).toEqual([
      "event → no-conditions",
      "no-conditions → act_1",
    ]);
    expect(ways(linksOf({ conditions: [], actions: [] }))).toEqual(["event → no-conditions", "no-conditions → end"]);
  });
});
