import { describe, expect, test } from "vitest";
import { nextDigest, quietUntil } from "./next-times.ts";
import { digestFormOf, quietFormOf } from "./timing-form.ts";

const zone = "Europe/Berlin";
const at = (iso: string): number => Date.parse(iso);
const digests = digestFormOf({ daily_at: "08:00", weekly_on: "sunday", weekly_at: "18:00" });

describe("the next digest", () => {
  test("is today's while it has not come, and then tomorrow's", () => {
    expect(nextDigest("daily", digests, zone, at("2026-11-20T06:59:00Z"))).toBe(at("2026-11-20T07:00:00Z"));
    expect(nextDigest("daily", digests, zone, at("2026-11-20T07:00:00Z"))).toBe(at("2026-11-21T07:00:00Z"));
  });

  test("of the week comes on its day", () => {
    expect(nextDigest("weekly", digests, zone, at("2026-11-20T06:59:00Z"))).toBe(at("2026-11-22T17:00:00Z"));
  });

  test("keeps to the clock when that is put back", () => {
    expect(nextDigest("daily", digests, zone, at("2026-10-24T12:00:00Z"))).toBe(at("2026-10-25T07:00:00Z"));
  });

  test("is not known while its time is not written whole", () => {
    expect(nextDigest("daily", { ...digests, dailyAt: "" }, zone, 0)).toBeUndefined();
  });
});

describe("quiet hours", () => {
  const night = quietFormOf("22:00-07:00");

  test("hold over midnight", () => {
    expect(quietUntil(night, zone, at("2026-11-20T20:59:00Z"))).toBeUndefined();
    expect(quietUntil(night, zone, at("2026-11-20T21:00:00Z"))).toBe(at("2026-11-21T06:00:00Z"));
    expect(quietUntil(night, zone, at("2026-11-21T05:59:00Z"))).toBe(at("2026-11-21T06:00:00Z"));
    expect(quietUntil(night, zone, at("2026-11-21T06:00:00Z"))).toBeUndefined();
  });

  test("belong to the day on which they begin", () => {
    const friday = quietFormOf({ default: "none", friday: "22:00-09:00" });
    expect(quietUntil(friday, zone, at("2026-11-21T07:30:00Z"))).toBe(at("2026-11-21T08:00:00Z"));
    expect(quietUntil(friday, zone, at("2026-11-21T22:30:00Z"))).toBeUndefined();
  });

  test("are none where none are set", () => {
    expect(quietUntil(quietFormOf(undefined), zone, at("2026-11-20T23:00:00Z"))).toBeUndefined();
  });
});
