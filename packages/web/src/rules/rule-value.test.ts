import { actionKeys } from "@showrunner/rules/rule.ts";
import { compileSource } from "@showrunner/rules/compile-source.ts";
import { parseDuration } from "@showrunner/rules/duration.ts";
import { cronMistake, nextTime } from "@showrunner/rules/cron.ts";
import { placesOf } from "@showrunner/rules/testing/examples.ts";
import { reference } from "@showrunner/rules/reference.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actionKinds, newAction, refitted } from "./actions.ts";
import { asFew, isRecord, notShown, textsAt, valueAt, withAt } from "./rule-value.ts";
import { actionWords, triggerWords } from "./rule-words.ts";
import { cronWords, readCron, readSpan, type Unit, weekdays, writeCron, writeSpan } from "./schedule.ts";

const known = reference();
const keysOf = (value: unknown): string[] => (isRecord(value) ? Object.keys(value) : []);

describe("a part of a rule", () => {
  it("is what it was set to, and nothing else is changed", () => {
    const key = fc.constantFrom("when", "options", "name", "x", 0, 1);
    const rule = fc.constant({
      name: "A",
      when: { event: "show.ended" },
      then: [{ do: "drop" }],
      options: { a: { b: 1 } },
    });
    fc.assert(
      fc.property(
        rule,
        fc.array(key, { minLength: 1, maxLength: 3 }),
        fc.oneof(fc.string(), fc.integer()),
        (was, path, next) => {
          const before = JSON.stringify(was);
          expect(valueAt(withAt(was, path, next), path)).toBe(next);
          expect(JSON.stringify(was)).toBe(before);
        },
      ),
    );
  });

  it("is gone with what held nothing else, and comes back to its place", () => {
    const rule = { name: "A", when: { event: "show.ended" }, then: [], options: { throttle: { at_most: 3 } } };
    const without = withAt(rule, ["options", "throttle", "at_most"], undefined);
    expect(without).toEqual({ name: "A", when: { event: "show.ended" }, then: [] });
    expect(keysOf(withAt(without, ["if"], "true"))).toEqual(["name", "when", "if", "then"]);
    const action = { do: "notify", channel: "inbox", title: "T", body: "B", if: "true" };
    expect(keysOf(withAt(action, ["wait"], "1h"))).toEqual(["do", "channel", "title", "body", "wait", "if"]);
  });

  it("is one text or a list, as people write it", () => {
    expect([asFew([]), asFew(["a"]), asFew(["a", "b"])]).toEqual([undefined, "a", ["a", "b"]]);
    expect(textsAt({ if: "a" }, ["if"])).toEqual(["a"]);
  });

  it.each([
    [null, "not a rule yet"],
    [[], "not a rule yet"],
    [{ when: "x" }, "`when`"],
    [{ when: { event: [1] } }, "event types"],
    [{ if: [1] }, "conditions"],
    [{ then: "drop" }, "`then`"],
    [{ then: [{ do: "drop", if: 5 }] }, "`then`"],
    [{ options: [] }, "`options`"],
  ])("%j is said to be nothing that a form shows", (value, words) => {
    expect(notShown(value)).toContain(words);
  });

  it("a rule without most of its parts can be shown, for that is how one begins", () => {
    expect([notShown({}), notShown({ name: "A", when: {}, then: [{}] })]).toEqual([undefined, undefined]);
  });
});

describe("the menu of actions", () => {
  it("has every action that rules know, each with its keys", () => {
    expect(actionKinds.map((kind) => kind.do).toSorted()).toEqual([...actionKeys.keys()].toSorted());
    for (const { do: verb, fields, takes } of actionKinds) {
      const keys = ["do", ...fields.map(({ key }) => key), ...(takes.length > 0 ? ["item"] : []), "wait", "if"];
      expect([verb, keys.toSorted()]).toEqual([verb, [...(actionKeys.get(verb) ?? [])].toSorted()]);
    }
  });

  it("gives an action that can be saved at once, wherever one is possible", () => {
    const refused: string[] = [];
    for (const event of known.events)
      for (const { do: verb } of actionKinds) {
        const when = {
          event: event.type,
          ...(event.type === "time.scheduled" ? { cron: "0 20 * * SUN" } : {}),
          ...(event.type === "show.stalled" ? { after: "14 days" } : {}),
        };
        const action = newAction(verb, [event], ["inbox"]);
        const named = verb === "household.share" ? { ...action, with: "bo" } : action;
        const places = placesOf(() => compileSource({ name: "A", when, then: [named] }));
        const isPossible = places.every(({ message }) => !/ is about none$|, and .* is about /.test(message));
        if (places.length > 0 && isPossible) refused.push(`${verb} on ${event.type}: ${places[0]?.message}`);
      }
    expect(refused.filter((one) => !one.startsWith("household.share"))).toEqual([]);
  });
});

describe("an action when the rule waits for something else", () => {
  const events = (type: string) => known.events.filter((event) => event.type === type);
  const [airing, ended] = [events("episode.airing"), events("show.ended")];

  it("gets other words where nobody wrote its own, and can be saved", () => {
    const action = { ...newAction("notify", airing, ["phone"]), url: "https://example.com" };
    const fitted = refitted(action, airing, ended);
    expect(fitted).toEqual({ ...newAction("notify", ended, ["phone"]), url: "https://example.com" });
    expect(compileSource({ name: "A", when: { event: "show.ended" }, then: [fitted] }).types).toEqual(["show.ended"]);
  });

  it("keeps what somebody wrote", () => {
    const action = { do: "notify", channel: "phone", title: "Mine", body: "{{ episode.title }}" };
    expect(refitted(action, airing, ended)).toBe(action);
  });
});

describe("times in words", () => {
  const time = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
  it("a schedule comes back from its cron, and is one that rules take", () => {
    const schedule = fc.oneof(
      fc.record({ every: fc.constantFrom("day" as const, "weekday" as const), time }),
      fc.record({
        every: fc.constant("week" as const),
        day: fc.constantFrom(...weekdays.map(({ value }) => value)),
        time,
      }),
      fc.record({ every: fc.constant("month" as const), date: fc.integer({ min: 1, max: 31 }), time }),
    );
    fc.assert(
      fc.property(schedule, (one) => {
        expect(readCron(writeCron(one))).toEqual(one);
        expect(cronMistake(writeCron(one))).toBeUndefined();
      }),
    );
  });

  it.each(["*/15 * * * *", "0 20 * * SUN,MON", "0 9 1 1 *", "61 2 * * *", "nonsense", ""])(
    "a cron that is more than that is kept: %s",
    (cron) => {
      expect(readCron(cron)).toEqual({ every: "cron", cron });
    },
  );

  it("a weekday by its number is the day that the rules take it for", () => {
    const sunday = Date.parse("2026-11-22T20:00:00Z");
    for (const number of ["0", "7"]) {
      expect(readCron(`0 20 * * ${number}`)).toEqual({ every: "week", day: "SUN", time: "20:00" });
      expect(nextTime(`0 20 * * ${number}`, "UTC", sunday - 1)).toBe(sunday);
    }
  });

  it("a duration comes back from its text, and is what rules take it for", () => {
    const unitMs: Record<Unit, number> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 };
    const span = fc.record({
      amount: fc.integer({ min: 1, max: 500 }),
      unit: fc.constantFrom<Unit>("minutes", "hours", "days", "weeks"),
    });
    fc.assert(
      fc.property(span, fc.boolean(), (one, isBefore) => {
        const text = writeSpan(one, isBefore);
        expect(readSpan(text)).toEqual({ ...one, isBefore });
        expect(parseDuration(text)).toBe((isBefore ? -1 : 1) * one.amount * unitMs[one.unit]);
      }),
    );
    expect(readSpan("1h 30m")).toBeUndefined();
  });

  it.each([
    [{ when: { event: "episode.airing", offset: "-30m" } }, "Episode airing, 30 minutes before"],
    [{ when: { event: "time.scheduled", cron: "0 20 * * SUN" } }, "Every Sunday at 20:00"],
    [{ when: { event: "show.stalled", after: "14 days" } }, "Show stalled, for 14 days"],
    [{ when: { event: "show.premiering", scope: "all" } }, "Show premiering, of everything on Trakt"],
    [{}, ""],
  ])("what a rule waits for is said: %j", (rule, words) => {
    expect(triggerWords(rule, known)).toBe(words);
  });

  it("what a rule does is said", () => {
    const then = [
      { do: "list.add", list: "Best" },
      { do: "notify", channel: "phone", wait: "7 days" },
    ];
    expect(actionWords({ then })).toBe("Add to a list (Best), tell me (phone) after 7 days");
    expect(cronWords("*/15 * * * *")).toBe("by the cron */15 * * * *");
  });
});
