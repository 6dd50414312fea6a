import { describe, expect, test } from "vitest";
import { byWords } from "./audit-words.ts";
import { feedSecrets } from "./feed-words.ts";

describe("who did something", () => {
  test.each([
    [{ kind: "session", name: "Firefox on Linux" }, "Firefox on Linux"],
    [{ kind: "session", name: "" }, "In a browser"],
    [{ kind: "key", name: "NAS" }, "With the API key NAS"],
    [{ kind: "cli", name: "" }, "On the command line of this place"],
  ] as const)("%o is told in words", (by, words) => {
    expect(byWords(by)).toBe(words);
  });
});

describe("a feed's addresses", () => {
  test("are whole addresses, each called by what it is for", () => {
    const urls = {
      "calendar.ics": "/feeds/x/calendar.ics",
      "feed.json": "https://shows.example/feeds/x/feed.json",
      constructor: "/feeds/x",
    };
    expect(feedSecrets(urls, "http://127.0.0.1:3000")).toEqual([
      { label: "For calendars (iCalendar)", value: "http://127.0.0.1:3000/feeds/x/calendar.ics" },
      { label: "For programs (JSON Feed)", value: "https://shows.example/feeds/x/feed.json" },
      { label: "constructor", value: "http://127.0.0.1:3000/feeds/x" },
    ]);
  });
});
