import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  digestFormOf,
  digestSettingOf,
  periodsWith,
  quietFormOf,
  quietSettingOf,
  quietTroubles,
  settingsWith,
  throttleFormOf,
  throttleSettingOf,
  throttleTrouble,
  weekdays,
} from "./timing-form.ts";

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
const range = fc.oneof(
  fc.constant("none"),
  fc.tuple(time, time).map(([from, to]) => `${from}-${to}`),
);

describe("quiet hours", () => {
  test("come back from the form as they were", () => {
    fc.assert(
      fc.property(range, fc.dictionary(fc.constantFrom(...weekdays), range, { minKeys: 1 }), (usual, days) => {
        expect(quietSettingOf(quietFormOf(usual))).toEqual(usual === "none" ? undefined : usual);
        const byDay = { default: usual, ...days };
        expect(quietSettingOf(quietFormOf(byDay))).toEqual(byDay);
      }),
    );
  });

  test("that there are none of begin with a usual night, switched off", () => {
    expect(quietFormOf(undefined)).toEqual({ isOn: false, from: "22:00", to: "07:00", days: {} });
    expect(quietSettingOf(quietFormOf(undefined))).toBeUndefined();
  });

  test("need two different times where they are on", () => {
    const form = { isOn: true, from: "22:00", to: "22:00", days: { monday: { isOn: true, from: "", to: "07:00" } } };
    expect(Object.keys(quietTroubles(form))).toEqual(["default", "monday"]);
    expect(quietTroubles({ ...form, isOn: false, days: {} })).toEqual({});
  });
});

describe("the throttle", () => {
  test("comes back from the form as it was", () => {
    expect(throttleSettingOf(throttleFormOf({ at_most: 5, per: "2 hours" }))).toEqual({ at_most: 5, per: "2 hours" });
    expect(throttleSettingOf(throttleFormOf("none"))).toBeUndefined();
    expect(throttleSettingOf(throttleFormOf(undefined))).toBeUndefined();
  });

  test.each([["0"], ["101"], ["1.5"], ["many"], [""]])("is never %j", (atMost) => {
    expect(throttleTrouble({ isOn: true, atMost, per: "1 hour" })).toContain("1 to 100");
    expect(throttleTrouble({ isOn: false, atMost, per: "1 hour" })).toBeUndefined();
  });

  test("keeps a period that was set elsewhere", () => {
    expect(periodsWith("90m").map(({ value }) => value)).toContain("90m");
    expect(periodsWith("1 hour").filter(({ value }) => value === "1 hour")).toHaveLength(1);
  });
});

describe("digests", () => {
  test("come back from the form as they were, and by default go out in the morning and on Sunday evening", () => {
    const setting = { daily_at: "07:30", weekly_on: "friday", weekly_at: "19:00" };
    expect(digestSettingOf(digestFormOf(setting))).toEqual(setting);
    expect(digestFormOf(undefined)).toEqual({ dailyAt: "08:00", weeklyOn: "sunday", weeklyAt: "18:00" });
  });
});

describe("what is saved", () => {
  test("keeps what the form does not know, and leaves out what is as it is by default", () => {
    const settings = { channels: { phone: {} }, time_zone: "Europe/Berlin", throttle: { at_most: 1, per: "1 day" } };
    expect(settingsWith(settings, { time_zone: undefined, throttle: { at_most: 2, per: "1 day" } })).toEqual({
      channels: { phone: {} },
      throttle: { at_most: 2, per: "1 day" },
    });
  });
});
