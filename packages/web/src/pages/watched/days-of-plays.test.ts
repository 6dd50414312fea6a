import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byDay } from "./days-of-plays.ts";

const zones = ["UTC", "Asia/Kathmandu", "Pacific/Chatham", "Pacific/Kiritimati", "America/St_Johns", "Africa/Cairo"];
const times = fc
  .array(fc.date({ min: new Date("2001-01-01"), max: new Date("2037-01-01"), noInvalidDate: true }), { maxLength: 40 })
  .map((dates) =>
    dates.toSorted((a, b) => b.getTime() - a.getTime()).map((date) => ({ watched_at: date.toISOString() })),
  );

describe("plays by day", () => {
  it("are all there, in their order, each under the day that a calendar in the zone shows", () => {
    fc.assert(
      fc.property(times, fc.constantFrom(...zones), (plays, zone) => {
        const days = byDay(plays, zone);
        expect(days.flatMap((one) => one.plays)).toEqual(plays);
        const shown = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone: zone });
        for (const { day, plays: ofDay } of days)
          for (const { watched_at } of ofDay) expect(shown.format(new Date(watched_at))).toBe(day.toString());
        expect(new Set(days.map(({ day }) => day.toString())).size).toBe(days.length);
      }),
    );
  });

  it("go by the person's midnight, not by UTC's", () => {
    const plays = [{ watched_at: "2026-11-21T04:30:00.000Z" }, { watched_at: "2026-11-21T05:30:00.000Z" }];
    expect(byDay(plays, "UTC")).toHaveLength(1);
    expect(byDay(plays.toReversed(), "America/New_York").map(({ day }) => day.toString())).toEqual([
      "2026-11-21",
      "2026-11-20",
    ]);
  });
});
