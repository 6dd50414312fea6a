import { describe, expect, it } from "vitest";
import { lineBetween } from "./flow-paths.ts";

const box = (left: number, top: number, width = 100, height = 40) => ({ left, top, width, height });

describe("the lines of the picture", () => {
  it("leave a box at the middle of its right side and arrive at the middle of the next one's left side", () => {
    expect(lineBetween(box(0, 0), box(160, 100))).toEqual({ path: "M100 20C130 20 130 120 160 120", x: 160, y: 120 });
  });

  it("go straight down from the lower edge to the upper edge of what stands below", () => {
    expect(lineBetween(box(0, 0), box(0, 80))).toEqual({ path: "M50 40L50 80", x: 50, y: 80 });
  });

  it("are whole numbers, so that they stay sharp", () => {
    expect(lineBetween(box(0.4, 0.2), box(160.3, 100.7)).path).toMatch(/^[MCL\d ]+$/);
  });
});
