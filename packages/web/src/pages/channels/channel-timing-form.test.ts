import { describe, expect, test } from "vitest";
import { channelTimingOf, settingsWithChannel } from "./channel-timing-form.ts";

const phone = { id: "chn_1", name: "phone" };

describe("what one channel has of its own", () => {
  test("comes back as it was, whether settings name the channel by its name or its id", () => {
    for (const key of ["phone", "chn_1"]) {
      const settings = {
        time_zone: "UTC",
        channels: { [key]: { quiet_hours: "21:00-09:00", throttle: { at_most: 2, per: "1 day" } }, tv: {} },
      };
      expect(settingsWithChannel(settings, phone, channelTimingOf(settings, phone))).toEqual(settings);
    }
  });

  test("is not named where it has nothing", () => {
    const settings = { channels: { phone: { quiet_hours: "none" } } };
    const form = { ...channelTimingOf(settings, phone), hasOwnQuiet: false };
    expect(settingsWithChannel(settings, phone, form)).toEqual({ channels: {} });
  });

  test("may be that it is never quiet, though its person is at night", () => {
    const form = { ...channelTimingOf({}, phone), hasOwnQuiet: true };
    expect(settingsWithChannel({ quiet_hours: "22:00-07:00" }, phone, form)).toEqual({
      quiet_hours: "22:00-07:00",
      channels: { phone: { quiet_hours: "none" } },
    });
  });

  test("of a channel that is called as objects' own parts are, is its own", () => {
    expect(channelTimingOf({ channels: {} }, { id: "chn_2", name: "constructor" }).hasOwnQuiet).toBe(false);
  });
});
