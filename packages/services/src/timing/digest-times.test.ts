import { Temporal } from "temporal-polyfill";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DigestTimes, nextDigestAt } from "./digest-times.ts";
import { weekdays } from "./clock-words.ts";

const times: DigestTimes = { daily_at: "08:00", weekly_on: "sunday", weekly_at: "18:00" };
const next = (every: "daily" | "weekly", zone: string, now: string, own: Partial<DigestTimes> = {}): string =>
  new Date(nextDigestAt(every, { ...times, ...own }, zone, Date.parse(now))).toISOString();
const hourMs = 3_600_000;

describe("the next digest", () => {
  it("is today while its time is to come, and tomorrow from its very moment on", () => {
    expect(next("daily", "Europe/Berlin", "2026-07-01T05:59:59Z")).toBe("2026-07-01T06:00:00.000Z");
    expect(next("daily", "Europe/Berlin", "2026-07-01T06:00:00Z")).toBe("2026-07-02T06:00:00.000Z");
  });

  it("is at its time of day on both sides of a change of clocks", () => {
    expect(next("daily", "Europe/Berlin", "2026-03-28T12:00:00Z")).toBe("2026-03-29T06:00:00.000Z");
    expect(next("daily", "Europe/Berlin", "2026-10-24T12:00:00Z")).toBe("2026-10-25T07:00:00.000Z");
    expect(next("weekly", "Australia/Lord_Howe", "2026-10-02T12:00:00Z")).toBe("2026-10-04T07:00:00.000Z");
    expect(next("weekly", "Pacific/Chatham", "2026-09-26T12:00:00Z")).toBe("2026-09-27T04:15:00.000Z");
    expect(next("weekly", "Asia/Kathmandu", "2026-07-01T12:00:00Z")).toBe("2026-07-05T12:15:00.000Z");
  });

  it("of a time that the clocks skip comes as much later as they skip; of one shown twice, the first", () => {
    expect(next("daily", "Europe/Berlin", "2026-03-28T12:00:00Z", { daily_at: "02:30" })).toBe(
      "2026-03-29T01:30:00.000Z",
    );
    expect(next("daily", "Europe/Berlin", "2026-10-24T12:00:00Z", { daily_at: "02:30" })).toBe(
      "2026-10-25T00:30:00.000Z",
    );
  });

  it("of a Friday that Samoa never had comes on the Saturday after it", () => {
    expect(next("weekly", "Pacific/Apia", "2011-12-28T12:00:00Z", { weekly_on: "friday" })).toBe(
      "2011-12-31T04:00:00.000Z",
    );
  });

  it("comes once for each date, whatever the zone and the time", () => {
    const zones = ["Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham", "America/St_Johns"];
    const date = { min: Date.parse("2015-01-01T00:00:00Z") / 1000, max: Date.parse("2029-01-01T00:00:00Z") / 1000 };
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom(...weekdays),
        fc.integer(date),
        (zone, hour, weekly_on, seconds) => {
          const at = `${String(hour).padStart(2, "0")}:30`;
          const own: DigestTimes = { daily_at: at, weekly_on, weekly_at: at };
          const days = (ms: number): string =>
            Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainDate().toString();
          const daily = nextDigestAt("daily", own, zone, seconds * 1000);
          const after = nextDigestAt("daily", own, zone, daily);
          expect(daily).toBeGreaterThan(seconds * 1000);
          expect(daily - seconds * 1000).toBeLessThanOrEqual(25 * hourMs);
          expect(Temporal.PlainDate.from(days(daily)).until(days(after)).days).toBe(1);
          const weekly = nextDigestAt("weekly", own, zone, seconds * 1000);
          expect(weekdays[Temporal.PlainDate.from(days(weekly)).dayOfWeek - 1]).toBe(weekly_on);
          expect(weekly - seconds * 1000).toBeLessThanOrEqual(7 * 24 * hourMs + hourMs);
        },
      ),
      { numRuns: 500 },
    );
  });
});
