import { Temporal } from "temporal-polyfill";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QuietHours, quietUntil } from "./quiet-hours.ts";
import { TimeOfDay } from "./clock-words.ts";

/** Half hours, quarters of hours, three quarters, a change of half an hour, a date that was left out, and neither. */
const zones = [
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Chatham",
  "Pacific/Apia",
  "America/St_Johns",
  "Asia/Kolkata",
  "UTC",
] as const;

const at = (text: string): number => Date.parse(text);
const told = (until: number | undefined): string | undefined =>
  until === undefined ? undefined : new Date(until).toISOString();
const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

function localTime(zone: string, ms: number): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5);
}

function offsetOf(zone: string, ms: number): number {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).offsetNanoseconds;
}

describe("quiet hours", () => {
  it.each([
    // Berlin's night of 29 March 2026 has 23 hours, that of 25 October 25.
    ["Europe/Berlin", "22:00-07:00", "2026-03-28T23:00:00Z", "2026-03-29T05:00:00.000Z"],
    ["Europe/Berlin", "22:00-07:00", "2026-10-24T21:00:00Z", "2026-10-25T06:00:00.000Z"],
    // 02:30 is left out in spring, and is there twice in autumn: the first ends them.
    ["Europe/Berlin", "22:00-02:30", "2026-03-28T23:00:00Z", "2026-03-29T01:30:00.000Z"],
    ["Europe/Berlin", "22:00-02:30", "2026-10-24T21:00:00Z", "2026-10-25T00:30:00.000Z"],
    // Lord Howe's clocks change by half an hour, at 02:00.
    ["Australia/Lord_Howe", "23:00-06:00", "2026-04-04T13:00:00Z", "2026-04-04T19:30:00.000Z"],
    ["Australia/Lord_Howe", "23:00-06:00", "2026-10-03T13:00:00Z", "2026-10-03T19:00:00.000Z"],
    ["Australia/Lord_Howe", "23:00-02:15", "2026-10-03T13:00:00Z", "2026-10-03T15:45:00.000Z"],
    ["Asia/Kathmandu", "22:00-07:00", "2026-07-01T17:00:00Z", "2026-07-02T01:15:00.000Z"],
    ["Pacific/Chatham", "22:00-07:00", "2026-04-04T10:00:00Z", "2026-04-04T18:15:00.000Z"],
    ["Pacific/Chatham", "22:00-07:00", "2026-09-26T10:00:00Z", "2026-09-26T17:15:00.000Z"],
    // Samoa had no 30 December 2011: the night of the 29th ended on the 31st.
    ["Pacific/Apia", "22:00-07:00", "2011-12-30T09:00:00Z", "2011-12-30T17:00:00.000Z"],
  ])("in %s, %s at %s end at %s", (zone, hours, now, end) => {
    expect(told(quietUntil(hours, zone, at(now)))).toBe(end);
  });

  it("begin at their first minute and are over at their last", () => {
    const ending = (now: string): string | undefined => told(quietUntil("22:00-07:00", "Europe/Berlin", at(now)));
    expect(ending("2026-07-01T19:59:59.999Z")).toBeUndefined();
    expect(ending("2026-07-01T20:00:00Z")).toBe("2026-07-02T05:00:00.000Z");
    expect(ending("2026-07-02T04:59:59.999Z")).toBe("2026-07-02T05:00:00.000Z");
    expect(ending("2026-07-02T05:00:00Z")).toBeUndefined();
  });

  it("belong to the weekday that they begin on, and run on into the next", () => {
    const hours = QuietHours.parse({
      default: "22:00-7:00",
      friday: "23:30-10:00",
      saturday: "09:00-11:00",
      sunday: "none",
    });
    const ending = (now: string): string | undefined => told(quietUntil(hours, "UTC", at(now)));
    // 2026-07-03 is a Friday.
    expect(ending("2026-07-02T23:00:00Z")).toBe("2026-07-03T07:00:00.000Z");
    expect(ending("2026-07-03T23:00:00Z")).toBeUndefined();
    expect(ending("2026-07-04T02:00:00Z")).toBe("2026-07-04T11:00:00.000Z");
    expect(ending("2026-07-05T23:00:00Z")).toBeUndefined();
  });

  it("all day long end after a week all the same", () => {
    const hours = QuietHours.parse({ default: "00:00-23:59", monday: "00:00-00:30" });
    expect(told(quietUntil(hours, "UTC", at("2026-07-01T12:00:00Z")))).toBe("2026-07-01T23:59:00.000Z");
    const always = "12:00-11:59";
    const until = quietUntil(always, "UTC", at("2026-07-01T12:00:30Z"));
    expect(until).toBe(at("2026-07-02T11:59:00Z"));
  });

  it.each(["22:00", "22-7", "25:00-07:00", "07:00-07:00", "22:00-07:00-08:00", ""])("%s is refused", (text) => {
    expect(QuietHours.safeParse(text).success).toBe(false);
  });
});

const timeOfDay = fc
  .integer({ min: 0, max: 1439 })
  .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`);
/** From before Samoa's change to well ahead. */
const moment = fc.integer({ min: at("2011-06-01T00:00:00Z") / 1000, max: at("2029-01-01T00:00:00Z") / 1000 });

describe("in any zone, at any time", () => {
  it("they end in the future, a quiet moment is quiet until then, and not at it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), timeOfDay, timeOfDay, moment, (zone, from, to, seconds) => {
        fc.pre(from !== to);
        const now = seconds * 1000;
        const until = quietUntil(`${from}-${to}`, zone, now);
        if (until === undefined) return;
        expect(until).toBeGreaterThan(now);
        expect(until - now).toBeLessThanOrEqual(dayMs + 2 * 60 * minuteMs);
        expect(quietUntil(`${from}-${to}`, zone, until - 1)).toBe(until);
        expect(quietUntil(`${from}-${to}`, zone, until)).toBeUndefined();
      }),
      { numRuns: 800 },
    );
  });

  it("they are what the clock on the wall says, where clocks do not change within two days", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), timeOfDay, timeOfDay, moment, (zone, from, to, seconds) => {
        fc.pre(from !== to);
        const now = seconds * 1000;
        fc.pre(offsetOf(zone, now - 2 * dayMs) === offsetOf(zone, now + 2 * dayMs));
        const clock = localTime(zone, now);
        const isQuiet = from < to ? clock >= from && clock < to : clock >= from || clock < to;
        const until = quietUntil(`${from}-${to}`, zone, now);
        expect(until !== undefined).toBe(isQuiet);
        if (until !== undefined) expect(localTime(zone, until)).toBe(to);
      }),
      { numRuns: 800 },
    );
  });

  it("around a change of clocks they end at their time of day, or at the first one after it that there is", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        timeOfDay,
        timeOfDay,
        fc.integer({ min: 2012, max: 2028 }),
        fc.constantFrom(1, -1),
        fc.integer({ min: -dayMs, max: dayMs }),
        (zone, from, to, year, way, around) => {
          fc.pre(from !== to);
          const start = Temporal.ZonedDateTime.from({ timeZone: zone, year, month: way === 1 ? 1 : 7, day: 1 });
          const change = start.getTimeZoneTransition("next");
          fc.pre(change !== null);
          const now = (change?.epochMilliseconds ?? 0) + around;
          const until = quietUntil(`${from}-${to}`, zone, now);
          if (until === undefined) return;
          const end = localTime(zone, until);
          // A time that the clocks skip ends as much later as they skip.
          const isThere = end === to;
          const skipped =
            change !== null && until >= change.epochMilliseconds && until < change.epochMilliseconds + dayMs;
          expect(isThere || skipped).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

it("times of day are taken with one digit or two", () => {
  expect(TimeOfDay.parse("7:05")).toBe("07:05");
  expect(TimeOfDay.safeParse("24:00").success).toBe(false);
});
