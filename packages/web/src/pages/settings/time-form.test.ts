import { describe, expect, test } from "vitest";
import { formOf, isSame, settingsOf, troublesOf } from "./time-form.ts";
import { browserZones, isZone, zoneOptions } from "./zones.ts";

const settings = {
  time_zone: "Asia/Tokyo",
  quiet_hours: { default: "22:00-07:00", saturday: "none" },
  digests: { daily_at: "07:00", weekly_on: "monday", weekly_at: "20:00" },
  throttle: { at_most: 3, per: "1 hour" },
  approvals_channel: "phone",
  channels: { phone: { quiet_hours: "none" } },
};

describe("the form of the settings of time", () => {
  test("gives back what it was given, and keeps what it does not show", () => {
    expect(settingsOf(settings, formOf(settings))).toEqual(settings);
  });

  test("takes settings back to what they are by default", () => {
    const form = { ...formOf(settings), zone: undefined, approvals: undefined };
    const { time_zone: _zone, approvals_channel: _channel, ...rest } = settings;
    expect(settingsOf(settings, form)).toEqual(rest);
  });

  test("knows whether something would change", () => {
    const form = formOf(settings);
    expect(isSame(form, formOf(settings))).toBe(true);
    expect(isSame(form, { ...form, zone: undefined })).toBe(false);
    // What is typed into what is switched off changes nothing.
    const off = { ...form, throttle: { isOn: false, atMost: "3", per: "1 hour" } };
    expect(isSame(off, { ...off, throttle: { ...off.throttle, atMost: "9" } })).toBe(true);
  });

  test("tells what is wrong at its field", () => {
    const form = formOf(settings);
    const bad = { ...form, digests: { ...form.digests, dailyAt: "" }, throttle: { ...form.throttle, atMost: "0" } };
    expect(Object.keys(troublesOf(bad)).toSorted()).toEqual(["daily_at", "throttle"]);
    expect(troublesOf(form)).toEqual({});
  });
});

describe("zones", () => {
  test("are those of the browser and the one that is set, by name", () => {
    expect(zoneOptions(["Europe/Berlin", "America/New_York"], "Mars/Base", "")).toEqual([
      { value: "America/New_York", label: "America/New York" },
      { value: "Europe/Berlin", label: "Europe/Berlin" },
      { value: "Mars/Base", label: "Mars/Base" },
    ]);
    expect(browserZones().length).toBeGreaterThan(300);
    expect([isZone("Europe/Berlin"), isZone("Mars/Base")]).toEqual([true, false]);
  });
});
