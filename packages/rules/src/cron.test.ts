import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronMistake, lastTime, nextTime } from "./cron.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

function times(pattern: string, zone: string, from: string, count: number): string[] {
  const found: string[] = [];
  let at = Date.parse(from);
  for (let n = 0; n < count; n++) {
    const next = nextTime(pattern, zone, at);
    if (next === undefined) break;
    found.push(new Date(next).toISOString().replace(":00.000Z", "Z"));
    at = next;
  }
  return found;
}

/** What a clock on the wall shows: `2026-03-29 03:00`. */
function wall(epochMs: number, zone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(epochMs);
}

const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "Pacific/Chatham",
  "America/St_Johns",
  "Africa/Casablanca",
  "America/Santiago",
];

describe("a cron in a person's own zone", () => {
  it("comes at the same time on the wall all year", () => {
    expect(times("0 20 * * SUN", "Europe/Berlin", "2026-03-21T00:00:00Z", 3)).toEqual([
      "2026-03-22T19:00Z",
      "2026-03-29T18:00Z",
      "2026-04-05T18:00Z",
    ]);
    expect(times("30 7 * * *", "Asia/Kathmandu", "2026-03-21T00:00:00Z", 2)).toEqual([
      "2026-03-21T01:45Z",
      "2026-03-22T01:45Z",
    ]);
  });

  it("that clocks leave out comes once, when they go on", () => {
    expect(times("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2)).toEqual([
      "2026-03-29T01:00Z",
      "2026-03-30T00:30Z",
    ]);
    expect(times("0,15,30,45 2 29 3 *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2)).toEqual([
      "2026-03-29T01:00Z",
      "2027-03-29T00:00Z",
    ]);
    // Half an hour is left out here.
    expect(times("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00Z", 2)).toEqual([
      "2026-10-03T15:30Z",
      "2026-10-04T15:15Z",
    ]);
    // A whole day was left out: the 30th of December 2011.
    expect(times("0 9 * * *", "Pacific/Apia", "2011-12-29T12:00:00Z", 3)).toEqual([
      "2011-12-29T19:00Z",
      "2011-12-30T10:00Z",
      "2011-12-30T19:00Z",
    ]);
  });

  it("that clocks show twice comes the first time alone", () => {
    expect(times("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).toEqual([
      "2026-10-25T00:30Z",
      "2026-10-26T01:30Z",
    ]);
    expect(times("45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00:00Z", 2)).toEqual([
      "2026-04-04T14:45Z",
      "2026-04-05T15:15Z",
    ]);
    expect(times("0 * * * *", "Europe/Berlin", "2026-10-24T23:30:00Z", 3)).toEqual([
      "2026-10-25T00:00Z",
      "2026-10-25T02:00Z",
      "2026-10-25T03:00Z",
    ]);
    // Asked within the second showing, too.
    expect(times("30 2 * * *", "Europe/Berlin", "2026-10-25T01:15:00Z", 1)).toEqual(["2026-10-26T01:30Z"]);
  });

  it.each(zones)("daily comes once on every day of %s, at its time unless clocks leave that out", (zone) => {
    const moment = fc.integer({ min: Date.parse("2024-01-01T00:00:00Z"), max: Date.parse("2030-01-01T00:00:00Z") });
    fc.assert(
      fc.property(moment, fc.nat(23), fc.nat(59), (from, hour, minute) => {
        const clock = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
        let at = from;
        const days = new Set<string>();
        for (let n = 0; n < 5; n++) {
          const next = nextTime(`${minute} ${hour} * * *`, zone, at);
          if (next === undefined) throw new Error("a day has such a time");
          expect(next).toBeGreaterThan(at);
          expect(next - at).toBeLessThanOrEqual(dayMs + 2 * hourMs);
          const shown = wall(next, zone);
          days.add(shown.slice(0, 10));
          // Shown just before as well, the time was left out.
          if (!shown.endsWith(clock)) expect(wall(next - minuteMs, zone) < `${shown.slice(0, 10)} ${clock}`).toBe(true);
          // The first of two showings.
          else
            expect([1, 30, 60, 120].some((ago) => ago > 1 && wall(next - ago * minuteMs, zone) === shown)).toBe(false);
          at = next;
        }
        expect(days.size).toBe(5);
      }),
      { numRuns: 25 },
    );
  });

  it("missed many times is its last time alone", () => {
    const after = Date.parse("2026-03-01T00:00:00Z");
    const now = Date.parse("2026-03-11T09:30:00Z");
    expect(lastTime("0 9 * * *", "UTC", after, now)).toBe(Date.parse("2026-03-11T09:00:00Z"));
    expect(lastTime("0 9 * * *", "UTC", Date.parse("2026-03-11T09:00:00Z"), now)).toBeUndefined();
  });

  it.each([
    ["0 20 * * SUN", undefined],
    ["@weekly", undefined],
    ["*/15 * * * *", undefined],
    ["0 9 29 2 *", undefined],
    ["0 20 * * 5#2", undefined],
    ["* * * * *", "every 15 minutes"],
    ["0,59 8,9 * * *", "every 15 minutes"],
    ["0 20 * *", "five parts"],
    ["0 0 20 * * SUN", "five parts"],
    ["61 * * * *", "minute: 61"],
    ["0 0 30 2 *", "no day"],
    ["@reboot", "@reboot"],
    ["", "five parts"],
    ["every sunday at eight o'clock", "illegal characters"],
  ])("%s is judged when it is written: %s", (pattern, mistake) => {
    if (mistake === undefined) expect(cronMistake(pattern)).toBeUndefined();
    else expect(cronMistake(pattern)).toContain(mistake);
  });

  it("of any text is judged without a crash, in no time", () => {
    const part = fc.stringMatching(/^[0-9*/,LW#?A-Z-]{1,9}$/);
    const near = fc.array(part, { minLength: 5, maxLength: 5 }).map((parts) => parts.join(" "));
    cronMistake("0 20 * * SUN");
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 120 }), near), (pattern) => {
        const mistake = cronMistake(pattern);
        expect(mistake === undefined || mistake.length > 0).toBe(true);
        if (mistake === undefined) nextTime(pattern, "Europe/Berlin", Date.parse("2026-03-28T12:00:00Z"));
      }),
      { numRuns: 500 },
    );
  });
});
