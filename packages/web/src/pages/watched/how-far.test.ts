import { describe, expect, it } from "vitest";
import { howFar } from "./how-far.ts";

const watching = { started_at: "2026-11-21T20:00:00.000Z", expires_at: "2026-11-21T20:40:00.000Z" };
const at = (time: string): number => Date.parse(`2026-11-21T${time}.000Z`);

describe("how far somebody is", () => {
  it("goes from the beginning to the end by the clock", () => {
    expect(howFar(watching, at("20:00:00"))).toEqual({ part: 0, minutesLeft: 40 });
    expect(howFar(watching, at("20:30:00"))).toEqual({ part: 0.75, minutesLeft: 10 });
    expect(howFar(watching, at("20:40:00"))).toEqual({ part: 1, minutesLeft: 0 });
  });

  it("stays within both ends when clocks differ or times make no sense", () => {
    expect(howFar(watching, at("19:00:00"))).toEqual({ part: 0, minutesLeft: 40 });
    expect(howFar(watching, at("23:00:00"))).toEqual({ part: 1, minutesLeft: 0 });
    expect(howFar({ ...watching, expires_at: watching.started_at }, at("20:00:00"))).toEqual({
      part: 1,
      minutesLeft: 0,
    });
  });
});
