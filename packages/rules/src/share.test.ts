import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RuleProblem } from "./problem.ts";
import { channelsOf, isShared, sharedRule, shareRule, withChannels } from "./share.ts";
import { filledIn } from "./testing/filled-in.ts";

const tell = (title: string, channel = "phone") => ({
  name: title.slice(0, 100),
  when: { event: "show.ended" as const },
  then: [{ do: "notify" as const, channel, title: "x", body: "y" }],
});

describe("a shared rule", () => {
  it("comes out as it went in, whatever is in it, also as the end of a link", () => {
    for (const rule of filledIn()) expect(sharedRule(shareRule(rule))).toEqual(rule);
    const names = fc
      .string({ minLength: 1, maxLength: 100, unit: "grapheme" })
      .filter((one) => one.trim() === one && one !== "");
    fc.assert(
      fc.property(names, (name) => {
        const rule = tell(name);
        expect(sharedRule(`https://example.test/share#${shareRule(rule)}`)).toEqual(rule);
        expect(isShared(shareRule(rule))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("that was cut off, changed or made up is refused, and nothing hangs or crashes", () => {
    const whole = shareRule(tell("A rule"));
    expect(() => sharedRule("hello")).toThrow(RuleProblem);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.string({ maxLength: 3 }), (at, put) => {
        const changed = whole.slice(0, at) + put + whole.slice(at + 1);
        try {
          sharedRule(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(RuleProblem);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("takes other channels in place of those that its maker has", () => {
    const rule = tell("A", "phone");
    expect(channelsOf(rule)).toEqual(["phone"]);
    expect(channelsOf(withChannels(rule, { phone: "inbox" }))).toEqual(["inbox"]);
    expect(withChannels(rule, { other: "inbox" })).toEqual(rule);
  });
});
