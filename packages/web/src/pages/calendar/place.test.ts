import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { askedFor, calendarViews, dayAfterKey, onlys, placeOf, turned, within } from "./place.ts";

const today = Temporal.PlainDate.from("2026-11-21");
const params = (text: string): URLSearchParams => new URLSearchParams(text);
const awayOf = (day: Temporal.PlainDate): number => Math.abs(today.until(day, { largestUnit: "day" }).days);
const days = fc.integer({ min: -2000, max: 2000 }).map((away) => today.add({ days: away }));

describe("a place in the calendar", () => {
  it("is what the address says", () => {
    const place = placeOf(params("view=month&day=2026-12-24&only=premieres"), today, "agenda");
    expect(place).toMatchObject({ view: "month", only: "premieres" });
    expect(place.day.toString()).toBe("2026-12-24");
  });

  it("is today where the address says nothing that makes sense, whatever it says", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (view, day, only) => {
        const place = placeOf(new URLSearchParams({ view, day, only }), today, "month");
        expect(calendarViews).toContain(place.view);
        expect(onlys).toContain(place.only);
        expect(awayOf(place.day)).toBeLessThanOrEqual(360);
      }),
    );
    expect(placeOf(params("day=2026-02-31"), today, "agenda").day.equals(today)).toBe(true);
  });

  it("asks the server for no more than it answers: 62 days, within 400 of today", () => {
    fc.assert(
      fc.property(
        days,
        fc.constantFrom(...calendarViews),
        fc.integer({ min: 1, max: 7 }),
        (day, view, firstWeekday) => {
          const asked = askedFor({ view, day: within(day, today) }, firstWeekday);
          expect(asked.days).toBeLessThanOrEqual(62);
          expect(awayOf(Temporal.PlainDate.from(asked.from))).toBeLessThanOrEqual(400);
        },
      ),
    );
  });

  it("is turned page by page until there is no more, and back again", () => {
    for (const view of calendarViews) {
      let day: Temporal.PlainDate | undefined = today;
      let last = today;
      let pages = 0;
      for (; day !== undefined; pages++) {
        last = day;
        day = turned({ view, day }, 1, today);
        if (day !== undefined) expect(Temporal.PlainDate.compare(day, last)).toBe(1);
      }
      expect(pages).toBeGreaterThan(10);
      expect(pages).toBeLessThan(40);
      expect(turned({ view, day: last }, -1, today)).toBeDefined();
    }
  });
});

describe("keys in the grid", () => {
  it("walk by days and weeks, to the ends of a week and from month to month", () => {
    const at = (key: string): string | undefined => dayAfterKey(key, today, 7)?.toString();
    expect(at("ArrowLeft")).toBe("2026-11-20");
    expect(at("ArrowRight")).toBe("2026-11-22");
    expect(at("ArrowUp")).toBe("2026-11-14");
    expect(at("ArrowDown")).toBe("2026-11-28");
    expect(at("Home")).toBe("2026-11-15");
    expect(at("End")).toBe("2026-11-21");
    expect(at("PageUp")).toBe("2026-10-21");
    expect(at("PageDown")).toBe("2026-12-21");
    expect(at("Enter")).toBeUndefined();
  });
});
