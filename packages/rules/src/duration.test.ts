import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Duration, DurationProblem, parseDuration } from "./duration.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe("a duration", () => {
  test.each([
    ["30m", 30 * minute],
    ["-30m", -30 * minute],
    ["+2h", 2 * hour],
    ["3 days", 3 * day],
    ["1h 30m", 90 * minute],
    ["1h30m", 90 * minute],
    ["1 hour and 30 minutes", 90 * minute],
    ["1.5 hours", 90 * minute],
    ["2 Weeks", 14 * day],
    ["45 s", 45_000],
    ["PT30M", 30 * minute],
    ["-PT1H30M", -90 * minute],
    ["P3D", 3 * day],
    ["P1W", 7 * day],
    ["P1DT12H", 36 * hour],
    ["0m", 0],
    ["-0m", 0],
  ])("%s is %d ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
    expect(Duration.parse(text)).toBe(text);
  });

  test.each([
    ["30", "30m"],
    ["-30", "-30m"],
    ["3 dyas", "3 days"],
    ["2 huors", "2 hours"],
  ])("%s is refused, and %s is suggested", (text, suggestion) => {
    expect(() => parseDuration(text)).toThrow(expect.objectContaining({ code: "duration.invalid", suggestion }));
    expect(Duration.safeParse(text).error?.issues[0]?.message).toContain(`did you mean ${suggestion}?`);
  });

  test.each(["", "-", "P", "PT", "P1Y", "P2M", "m", "soon", "1h -30m", "5000 weeks", "1 h".repeat(40), "10:30"])(
    "%s is refused with what to write instead",
    (text) => {
      expect(() => parseDuration(text)).toThrow(expect.objectContaining({ hint: expect.stringContaining("30m") }));
      expect(Duration.safeParse(text).success).toBe(false);
    },
  );

  test("any text either gives a whole number of milliseconds within ten years, or a duration problem", () => {
    const near = fc.stringMatching(/^[-+]?[PT0-9.]{0,8}[ smhdwPTHMS,and0-9.-]{0,12}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        try {
          const ms = parseDuration(text);
          expect(Number.isInteger(ms) && Math.abs(ms) <= 3_650 * day).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(DurationProblem);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("the same length is the same number in words and in ISO 8601", () => {
    const count = fc.integer({ min: 0, max: 99 });
    fc.assert(
      fc.property(count, count, count, (days, hours, minutes) => {
        expect(parseDuration(`${days}d ${hours}h ${minutes}m`)).toBe(parseDuration(`P${days}DT${hours}H${minutes}M`));
      }),
    );
  });
});
