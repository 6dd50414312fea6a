import { describe, expect, test } from "vitest";
import { troublesNamed } from "./named-troubles.ts";

describe("a message of the server", () => {
  test("is told at the fields that it names", () => {
    const message = "email's settings are not right: to: Invalid email address; port: too big";
    expect(troublesNamed(message, ["to", "port", "host"])).toEqual({ to: "Invalid email address", port: "Too big" });
  });

  test("names a field by a place within it", () => {
    const message = "The settings have a mistake. quiet_hours.saturday: it must be from one time to another";
    expect(troublesNamed(message, ["quiet_hours", "throttle"])).toEqual({
      quiet_hours: "It must be from one time to another",
    });
  });

  test("names none of them when it is about something else", () => {
    expect(troublesNamed('there is a channel "to" already', ["to"])).toEqual({});
  });
});
