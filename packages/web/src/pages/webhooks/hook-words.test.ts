import { describe, expect, test } from "vitest";
import { hookWordsOf, isLoopback, rulesThatWait, senders } from "./hook-words.ts";

describe("an address that others call", () => {
  test.each(senders)("of %s comes with how to set it up", (kind) => {
    expect(hookWordsOf(kind).steps.length).toBeGreaterThan(1);
  });

  test("of a sender that this page does not know is shown all the same", () => {
    expect(hookWordsOf("constructor").label).toBe("Another sender");
  });

  test("comes to Tautulli as JSON in which every key is named as its parameter", () => {
    const filled: unknown = JSON.parse(hookWordsOf("tautulli").template?.text ?? "");
    expect(filled).toMatchObject({ action: "{action}", thetvdb_id: "{thetvdb_id}" });
  });
});

describe("the rules that wait for a call", () => {
  test("are those that name hook.received, alone or among others", () => {
    const rule = (name: string, when: unknown) => ({ id: name, name, enabled: true, source: { when } });
    const rules = [
      rule("alone", { event: "hook.received" }),
      rule("among", { event: ["episode.watched", "hook.received"] }),
      rule("other", { event: "episode.watched" }),
      rule("odd", "hook.received"),
      rule("none", undefined),
    ];
    expect(rulesThatWait(rules).map(({ name }) => name)).toEqual(["alone", "among"]);
  });
});

describe("this machine's own address", () => {
  test.each(["127.0.0.1:3000", "localhost:3000", "[::1]:3000", "127.0.0.1"])("is %s", (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  test.each(["shows.example.com", "192.168.1.5:3000", "127.example.com.evil"])("is not %s", (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});
