import { describe, expect, it } from "vitest";
import { byDay, dayLabel, dayOf } from "./by-day.ts";

const now = Date.parse("2026-11-21T21:30:00Z");

describe("things by day", () => {
  it("are parted at midnight of the person's own zone", () => {
    const times = ["2026-11-21T21:00:00Z", "2026-11-21T05:10:00Z", "2026-11-21T04:50:00Z"];
    const days = (zone: string) => byDay(times, (at) => at, zone, now).map(({ day, items }) => [day, items.length]);
    expect(days("UTC")).toEqual([["2026-11-21", 3]]);
    expect(days("America/New_York")).toEqual([
      ["2026-11-21", 2],
      ["2026-11-20", 1],
    ]);
  });

  it("keep the order in which they are given", () => {
    const times = ["2026-11-21T21:00:00Z", "2026-11-20T21:00:00Z", "2026-11-20T20:00:00Z"];
    expect(byDay(times, (at) => at, "UTC", now).flatMap(({ items }) => items)).toEqual(times);
  });
});

describe("a day's name", () => {
  it("is told from today", () => {
    expect(["2026-11-20", "2026-11-21", "2026-11-22"].map((day) => dayLabel(day, "2026-11-21"))).toEqual([
      "Yesterday",
      "Today",
      "Tomorrow",
    ]);
  });

  it("has its year only where that is another one", () => {
    expect(dayLabel("2026-03-03", "2026-11-21")).not.toContain("2026");
    expect(dayLabel("2025-12-31", "2026-11-21")).toContain("2025");
  });

  it("is right beside a change of the clock", () => {
    const zone = "Europe/Berlin";
    expect(dayOf(Date.parse("2026-03-28T22:59:00Z"), zone)).toBe("2026-03-28");
    expect(dayOf(Date.parse("2026-03-28T23:00:00Z"), zone)).toBe("2026-03-29");
    expect(dayLabel("2026-03-29", "2026-03-28")).toBe("Tomorrow");
  });
});
