import { expect, test } from "vitest";
import { within } from "./pace.ts";

test("work that is slow only once is no finding, work that is slow each time is one", () => {
  const spin = (ms: number): void => {
    const startedMs = performance.now();
    while (performance.now() - startedMs < ms);
  };
  let isFirst = true;
  const slowOnce = (): string => {
    if (isFirst) spin(20);
    isFirst = false;
    return "done";
  };
  expect(within(5, slowOnce)).toBe("done");
  // A hundred times the yardstick, however busy the machine is.
  let laps = 0;
  const endless = (): void => {
    for (let at = 0; at < 60_000_000; at++) laps += Math.sqrt(at % 1_000);
    expect(laps).toBeGreaterThan(0);
  };
  expect(() => within(0.1, endless)).toThrowError(/^took \d/);
});
