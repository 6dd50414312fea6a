import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { offsetMinutes } from "./time-zone.ts";

const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Chatham",
  "Pacific/Apia",
  "Africa/Casablanca",
];

describe("a zone's offset", () => {
  test("is what the time zone database says, at any time, on both sides of each change of the clock", () => {
    const from = Date.UTC(2000, 0, 1);
    const time = fc.integer({ min: from, max: Date.UTC(2040, 0, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...zones), time, (zone, atMs) => {
        const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
        expect(offsetMinutes(zone, atMs) + offsetNanoseconds / 60e9).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });
});
