import { describe, expect, it } from "vitest";
import { relative } from "./timestamp.tsx";

const now = Date.parse("2026-03-29T12:00:00Z");
const told = (at: string, zone = "UTC"): string => relative(Date.parse(at), now, zone, "en-GB");

describe("how long ago something was", () => {
  it.each([
    ["2026-03-29T11:59:30Z", "just now"],
    ["2026-03-29T12:00:20Z", "in a moment"],
    ["2026-03-29T11:55:00Z", "5 minutes ago"],
    ["2026-03-29T14:00:00Z", "in 2 hours"],
    ["2026-03-28T12:00:00Z", "yesterday"],
    ["2026-03-30T12:00:00Z", "tomorrow"],
    ["2026-03-26T01:00:00Z", "3 days ago"],
    ["2026-03-03T12:00:00Z", "3 Mar"],
    ["2024-03-03T12:00:00Z", "3 Mar 2024"],
  ])("%s is %s", (at, words) => {
    expect(told(at)).toBe(words);
  });

  it("days begin at midnight where the person lives", () => {
    expect(told("2026-03-28T05:30:00Z", "America/New_York")).toBe("yesterday");
    expect(told("2026-03-28T03:30:00Z", "America/New_York")).toBe("2 days ago");
  });

  it("the night of the clocks' change has one midnight", () => {
    expect(told("2026-03-28T17:00:00Z", "Europe/Berlin")).toBe("yesterday");
  });
});
