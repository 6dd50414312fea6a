import { describe, expect, test } from "vitest";
import { rulesThatUse, sentWords, testWords } from "./channel-state.ts";
import { orderedSchema, suggestedName, withExamples, wordsOf } from "./kind-words.ts";

const phone = { id: "chn_1", name: "phone" };
const rule = (name: string, then: unknown) => ({ id: `rul_${name}`, name, source: { then } });

describe("the rules that use a channel", () => {
  test("are those that name it, by name or by id, in any of their actions", () => {
    const rules = [
      rule("by name", [
        { do: "rate", rating: 9 },
        { do: "notify", channel: "phone" },
      ]),
      rule("by id", [{ do: "webhook", channel: "chn_1" }]),
      rule("another", [{ do: "notify", channel: "inbox" }]),
      rule("none", [{ do: "watchlist.add" }]),
      rule("odd", "phone"),
      rule("nothing", [null]),
    ];
    expect(rulesThatUse(phone, rules).map(({ name }) => name)).toEqual(["by name", "by id"]);
  });
});

describe("what was sent", () => {
  test("is told by the message's title, and of a webhook that it is the event", () => {
    expect(sentWords({ request: { do: "notify", channel: "x", title: "Tonight", body: "" } })).toBe("Tonight");
    expect(sentWords({ request: { do: "notify", channel: "x", title: "", body: "" } })).toBe("Message without a title");
    expect(sentWords({ request: { do: "webhook", channel: "x" } })).toBe("The event as JSON");
  });
});

describe("a test", () => {
  test("says what came back, or that it is not known yet", () => {
    expect(testWords("200 from ntfy.sh")).toEqual({
      title: "It was taken.",
      words: "What came back: 200 from ntfy.sh",
    });
    expect(testWords("on its way").title).toBe("It is on its way.");
  });
});

describe("a kind of channel", () => {
  test("that this page does not know is offered all the same, also under a name that objects have", () => {
    expect(wordsOf("carrier_pigeon").icon).toBe("channels");
    expect(wordsOf("constructor").icon).toBe("channels");
    expect(wordsOf("discord").steps).not.toEqual([]);
  });

  test("is given a name that is not taken", () => {
    expect(suggestedName("web_push", [])).toBe("web-push");
    expect(suggestedName("ntfy", ["ntfy", "ntfy-2"])).toBe("ntfy-3");
  });

  test("shows what a field is to look like beside what is wrong with it", () => {
    const troubles = { topic: "This is needed.", priority: "At most 5." };
    expect(withExamples(troubles, { topic: "a-long-name", priority: 3 })).toEqual({
      topic: "This is needed. It looks like a-long-name",
      priority: "At most 5.",
    });
  });

  test("asks for its settings as a person would go through them, and for what this page does not know last", () => {
    const properties = { host: {}, newer: {}, to: {} };
    const ordered = { type: "object", properties: { to: {}, host: {}, newer: {} } };
    expect(JSON.stringify(orderedSchema({ type: "object", properties }, "email"))).toBe(JSON.stringify(ordered));
    expect(orderedSchema({ type: "object" }, "email")).toEqual({ type: "object" });
  });
});
