import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { dayIn, firstWeekdayOf, monthGrid, nearWords, startOfWeek } from "./days.ts";

/** Zones with half and quarter hours, both ends of the date line, and changes of the clock at midnight. */
const zones = [
  "UTC",
  "America/New_York",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "America/St_Johns",
  "Africa/Cairo",
  "Asia/Beirut",
  "America/Santiago",
];
const months = fc
  .record({ year: fc.integer({ min: 1970, max: 2100 }), month: fc.integer({ min: 1, max: 12 }) })
  .map((one) => Temporal.PlainYearMonth.from(one));
const weekdays = fc.integer({ min: 1, max: 7 });

describe("a month's grid", () => {
  it("has every day of the month once, in order, in whole weeks that begin on the right weekday", () => {
    fc.assert(
      fc.property(months, weekdays, (month, firstWeekday) => {
        const weeks = monthGrid(month, firstWeekday);
        const days = weeks.flat();
        expect(weeks.every((week) => week.length === 7 && week[0]?.dayOfWeek === firstWeekday)).toBe(true);
        expect(weeks).toHaveLength(6);
        for (const [index, day] of days.entries()) expect(days[0]?.add({ days: index }).equals(day)).toBe(true);
        const own = days.filter((day) => day.toPlainYearMonth().equals(month));
        expect(own).toHaveLength(month.daysInMonth);
        expect(weeks[0]?.some((day) => day.toPlainYearMonth().equals(month))).toBe(true);
      }),
    );
  });

  it("has one day for every moment of its month, whatever a zone's clocks do", () => {
    fc.assert(
      fc.property(
        months,
        fc.constantFrom(...zones),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (month, zone, at) => {
          const first = month.toPlainDate({ day: 1 });
          const startMs = first.toZonedDateTime(zone).epochMilliseconds;
          const endMs = first.add({ months: 1 }).toZonedDateTime(zone).epochMilliseconds;
          const day = dayIn(zone, Math.min(endMs - 1, Math.floor(startMs + (endMs - startMs) * at)));
          expect(
            monthGrid(month, 1)
              .flat()
              .filter((one) => one.equals(day)),
          ).toHaveLength(1);
          expect(day.toPlainYearMonth().equals(month)).toBe(true);
        },
      ),
    );
  });
});

describe("the day that it is", () => {
  it("is the next one from midnight of the person's zone on, also where midnight does not exist", () => {
    fc.assert(
      fc.property(months, fc.constantFrom(...zones), (month, zone) => {
        const day = month.toPlainDate({ day: 1 });
        const startMs = day.toZonedDateTime(zone).epochMilliseconds;
        expect(dayIn(zone, startMs).equals(day)).toBe(true);
        expect(Temporal.PlainDate.compare(dayIn(zone, startMs - 1), day)).toBe(-1);
      }),
    );
    // Clocks go from 24:00 to 01:00 there: the day has no midnight.
    expect(dayIn("Africa/Cairo", Date.parse("2026-04-23T22:00:00Z")).toString()).toBe("2026-04-24");
  });
});

describe("weeks", () => {
  it("begin at most six days before any of their days", () => {
    fc.assert(
      fc.property(months, weekdays, (month, firstWeekday) => {
        const day = month.toPlainDate({ day: 15 });
        const start = startOfWeek(day, firstWeekday);
        expect(start.dayOfWeek).toBe(firstWeekday);
        expect(start.until(day, { largestUnit: "day" }).days).toBeLessThan(7);
        expect(Temporal.PlainDate.compare(start, day)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it("begin as people who read the language have them", () => {
    expect(firstWeekdayOf("en-US")).toBe(7);
    expect(firstWeekdayOf("de-DE")).toBe(1);
  });
});

describe("near days", () => {
  it("have their own words", () => {
    const today = Temporal.PlainDate.from("2026-03-01");
    const words = [-2, -1, 0, 1, 2].map((days) => nearWords(today.add({ days }), today));
    expect(words).toEqual([undefined, "Yesterday", "Today", "Tomorrow", undefined]);
  });
});
