import { describe, expect, it } from "vitest";
import { linkOf } from "./message-link.ts";

describe("where a message leads", () => {
  it("is an address of the web, and never a script", () => {
    expect(linkOf("https://trakt.tv/shows/andor")).toBe("https://trakt.tv/shows/andor");
    expect([null, "", "javascript:alert(1)", "data:text/html,x", "/settings", " javascript:x"].map(linkOf)).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
  });
});
