import { systemClock } from "@showrunner/core/clock.ts";
import { describe, expect, it } from "vitest";
import { fairTurns } from "./turns.ts";

describe("turns of one process", () => {
  it("let somebody's little work go before what waits of somebody's much work", async () => {
    const turn = fairTurns(systemClock);
    const order: string[] = [];
    const much = Array.from({ length: 50 }, async (_, at) => {
      await turn("acc_much", 50_000);
      order.push(`much ${at}`);
    });
    const little = (async () => {
      await turn("acc_little", 5_000);
      order.push("little");
    })();
    await Promise.all([...much, little]);
    expect(order.indexOf("little")).toBeLessThan(3);
    expect(order).toHaveLength(51);
  });

  it("have a bounded amount of work in each turn of the event loop", async () => {
    const turn = fairTurns(systemClock);
    let [inThisTurn, most] = [0, 0];
    let isOver = false;
    const watch = (): void => {
      most = Math.max(most, inThisTurn);
      inThisTurn = 0;
      if (!isOver) setImmediate(watch);
    };
    setImmediate(watch);
    await Promise.all(
      Array.from({ length: 200 }, async () => {
        await turn("acc_much", 5_000);
        inThisTurn += 1;
      }),
    );
    isOver = true;
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(4);
  });
});
