import { parseRule } from "@showrunner/rules/parse.ts";
import { describe, expect, it } from "vitest";
import { timingWords } from "./timing-words.ts";

function wordsOf(then: string, options = "{}"): string[] {
  const rule = parseRule(`name: A\nwhen: { event: movie.watched }\nthen: [${then}]\noptions: ${options}\n`);
  return timingWords(rule, 0);
}

const notify = "{ do: notify, channel: inbox, title: New, body: New }";

describe("what becomes of an action in time, in words", () => {
  it.each([
    ["{ do: watchlist.add }", "{}", []],
    ["{ do: watchlist.add, wait: 2 days }", "{}", ["only after 2 days"]],
    [
      "{ do: watchlist.add, wait: 2 days, if: ['!on_watchlist', movie.rating > 7.0] }",
      "{}",
      ["only after 2 days, if then !on_watchlist and movie.rating > 7.0"],
    ],
    ["{ do: hold, channel: inbox, title: New }", "{}", ["held for your daily digest"]],
    [notify, "{ digest: weekly }", ["held for your weekly digest"]],
    [
      notify,
      "{ digest: { after_items: 5, name: Films } }",
      ['held for the digest "Films", which goes out with 5 items'],
    ],
    [notify, "{}", []],
    [notify, "{ quiet_hours: ignore }", ["also in your quiet hours"]],
    ["{ do: webhook, channel: hook }", "{}", []],
    ["{ do: webhook, channel: hook }", "{ quiet_hours: respect }", ["not in your quiet hours, but when they end"]],
    [
      "{ do: webhook, channel: hook }",
      "{ throttle: { at_most: 3, per: 1 hour, by: show } }",
      ["at most 3 in 1 hour about one show: what is more is left out"],
    ],
    [
      notify,
      "{ throttle: { at_most: 1, per: 1 day }, quiet_hours: respect }",
      [
        "at most 1 in 1 day: what is more waits and is told in one message",
        "not in your quiet hours, but when they end",
      ],
    ],
  ])("%s with %s", (then, options, words) => {
    expect(wordsOf(then, options)).toEqual(words);
  });
});
