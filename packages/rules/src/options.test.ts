import { describe, expect, it, test } from "vitest";
import { compileRule } from "./compile.ts";
import { parseRule } from "./parse.ts";
import { RuleProblem, type RulePlace } from "./problem.ts";
import { type RuleDefinition, RuleDefinition as Definition } from "./rule.ts";

const head = "name: Rated\nwhen: { event: item.rated }\nthen:\n";
const notify = "  - { do: notify, channel: inbox, title: t, body: b }\n";

function placesOf(work: () => unknown): readonly RulePlace[] {
  try {
    work();
  } catch (error) {
    if (error instanceof RuleProblem) return error.places;
    throw error;
  }
  return [];
}
const parsed = (yaml: string): RuleDefinition => parseRule(yaml);
const of = (yaml: string): [string, string][] =>
  placesOf(() => compileRule(parsed(yaml))).map(({ path, message }) => [path, message]);

describe("a rule's options", () => {
  it("are taken as they are written", () => {
    const options =
      "options:\n  throttle: { at_most: 3, per: 1 hour, by: channel }\n  quiet_hours: ignore\n  priority: high\n" +
      "  digest: { after_items: 5, title: '{{ digest.name }}', body: '{{ items.size }}' }\n";
    const rule = parsed(head + notify + options);
    expect(rule.options).toEqual({
      throttle: { at_most: 3, per: "1 hour", by: "channel" },
      quiet_hours: "ignore",
      priority: "high",
      digest: { after_items: 5, title: "{{ digest.name }}", body: "{{ items.size }}" },
    });
    expect(Definition.parse(rule)).toEqual(rule);
    expect(() => compileRule(rule)).not.toThrow();
  });

  it.each([
    [
      "options: { quiet: ignore }",
      "options.quiet",
      /^there is no key quiet here: there are throttle, quiet_hours, digest, /,
    ],
    [
      "options: { quiet_hours: ignored }",
      "options.quiet_hours",
      /^ignored is not known here: there are respect, ignore$/,
    ],
    ["options: { throttle: { at_most: 3 } }", "options.throttle.per", /missing/],
    ["options: { throttle: { at_most: 0, per: 1h } }", "options.throttle.at_most", /at least 1/],
    ["options: { throttle: { at_most: 1, per: 1 hoor } }", "options.throttle.per", /there is no unit hoor/],
    ["options: { throttle: { at_most: 1, per: 90 days } }", "options.throttle.per", /from 1 second to 31 days/],
    ["options: { throttle: { at_most: 1, per: 1h, by: person } }", "options.throttle.by", /person is not known/],
    ["options: { digest: hourly }", "options.digest", /^hourly is not known here: there are daily, weekly$/],
    ["options: { digest: { every: daily, after_items: 3 } }", "options.digest", /either every/],
    ["options: { digest: { title: x } }", "options.digest", /either every/],
    [
      "options: { digest: { evry: daily } }",
      "options.digest.evry",
      /there is no key evry here: there are every, after_items/,
    ],
    ["options: { digest: { after_items: many } }", "options.digest.after_items", /number/],
  ])("%s is refused where it is wrong", (options, path, message) => {
    const [place] = placesOf(() => parsed(`${head}${notify}${options}\n`));
    expect(place).toMatchObject({ path, line: 5, message: expect.stringMatching(message) });
  });

  it.each([
    ["{% for item in items %}{{ item.nme }}{% endfor %}", /undefined variable: item.nme/],
    ["{{ digest.size_of }}", /undefined variable/],
    ["{{ show.title }}", /undefined variable/],
    ["{% for a in items %}{% for b in items %}x{% endfor %}{% endfor %}", /a loop may not stand in another/],
    ["{% render 'x' %}", /the tag render" is not|the tag render is not available/],
    ["{% for item in items %}", /not closed/],
  ])("a digest's template %s is refused with its place", (body, message) => {
    const [place] = of(`${head}${notify}options:\n  digest:\n    every: daily\n    body: "${body}"\n`);
    expect(place).toEqual(["options.digest.body", expect.stringMatching(message)]);
  });
});

describe("an action that waits", () => {
  it("may have conditions of its own, checked against the rule's events", () => {
    const yaml = (condition: string): string => `${head}  - { do: watchlist.add, wait: 7 days, if: "${condition}" }\n`;
    expect(of(yaml("rating >= 8"))).toEqual([]);
    expect(of(yaml("ratng >= 8"))[0]).toEqual(["then[0].if", expect.stringContaining("there is no ratng")]);
    expect(of(yaml("rating"))[0]).toEqual(["then[0].if", expect.stringContaining("true or false")]);
  });

  it("needs the wait for them, and one that is none is refused", () => {
    expect(of(`${head}  - { do: watchlist.add, if: rating > 5 }\n`)).toEqual([
      ["then[0].if", expect.stringContaining("add wait")],
    ]);
    expect(of(`${head}  - { do: watchlist.add, wait: 5 parsecs }\n`)[0]?.[0]).toBe("then[0].wait");
    expect(of(`${head}  - { do: watchlist.add, wait: 10 s }\n`)).toEqual([
      ["then[0].wait", "it must be from 1 minute to 120 days"],
    ]);
  });

  it("tells which of the event's facts are old by then, and reads them anew", () => {
    const rule = compileRule(
      parseRule(
        "name: Started\nwhen: { event: show.started }\nif: progress.watched > 0\nthen:\n" +
          "  - { do: watchlist.add, item: show, wait: 1 day, if: progress.watched < 3 }\n",
      ),
    );
    expect([...rule.needs]).toEqual([]);
    expect([...rule.needsLater(0).facts]).toEqual(["progress"]);
    expect([...rule.needsLater(0).stale]).toEqual(["progress"]);
  });
});

test("what is held is asked for as the notification that it becomes", () => {
  expect(of(`${head}  - { do: hold, channel: inbox, title: '{{ nothing }}' }\n`)[0]?.[0]).toBe("then[0].title");
  expect(of(`${head}  - { do: hold, channel: inbox, title: '{{ rating }}' }\n`)).toEqual([]);
});
