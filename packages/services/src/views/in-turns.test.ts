import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { inTurns } from "./in-turns.ts";

it("does all of it, never more at a time than allowed, and answers in the order that was asked", async () => {
  const items = Array.from({ length: 50 }, (_, at) => at);
  let running = 0;
  let most = 0;
  const doubled = await inTurns(items, 6, async (item) => {
    running += 1;
    most = Math.max(most, running);
    // The later ones are done first.
    for (let turns = 0; turns < (item % 7) + 1; turns++) await turn();
    running -= 1;
    return item * 2;
  });
  expect(doubled).toEqual(items.map((item) => item * 2));
  expect(most).toBe(6);
});

it("begins nothing after a failure, and throws it when what was under way has ended", async () => {
  const begun: number[] = [];
  let ended = 0;
  const work = inTurns([0, 1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    begun.push(item);
    await turn();
    if (item === 0) throw new Error("the first one failed");
    await turn();
    ended += 1;
  });
  await expect(work).rejects.toThrow("the first one failed");
  expect(begun).toEqual([0, 1, 2]);
  expect(ended).toBe(2);
});

it("of nothing is nothing", async () => {
  expect(await inTurns([], 6, async () => 1)).toEqual([]);
});
