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

describe("who uses much of one process", () => {
  const heavy = 50_000;

  it("rests while others are at work, and loses nothing by it", async () => {
    const turn = fairTurns(systemClock);
    let done = 0;
    const much = Array.from({ length: 12 }, async () => {
      await turn("acc_much", heavy);
      done += 1;
    });
    const startedAt = systemClock.now();
    let isOver = false;
    const others = (async () => {
      while (!isOver) {
        await turn("acc_little", 100);
        await systemClock.sleep(5);
      }
    })();
    await Promise.all(much);
    isOver = true;
    await others;
    expect(done).toBe(12);
    // Half of them are beyond what anybody may use at once: each leaves some 45 ms to others.
    expect(systemClock.now() - startedAt).toBeGreaterThan(100);
  });

  it("has all of it when nobody else is there", async () => {
    const turn = fairTurns(systemClock);
    const startedAt = systemClock.now();
    await Promise.all(Array.from({ length: 200 }, () => turn("acc_much", heavy)));
    // At a tenth of one core it would be ten seconds.
    expect(systemClock.now() - startedAt).toBeLessThan(5_000);
  });
});
