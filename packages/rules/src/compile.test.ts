import { eventTypes } from "@showrunner/core/events/catalogue.ts";
import { describe, expect, test } from "vitest";
import { compileRule } from "./compile.ts";
import { evaluated, exampleEvent, exampleFacts, noon, placesOf, progressOf, ruleOf } from "./testing/examples.ts";
import { wordsOn } from "./vocabulary.ts";

describe("needs: what must be fetched", () => {
  test.each([
    ["nothing for what the event tells", 'show.title == "x" && show.year > 2000 && show.ids.trakt == 1390', []],
    ["the show's facts for a field beyond", "show.rating > 7", ["show"]],
    ["progress when it is named", "progress.behind == 0", ["progress"]],
    ["progress and the show's status for progress.completed", "progress.completed", ["progress", "show"]],
    ["what has() and known() ask for", "has(show.network) || known(progress.percent)", ["show", "progress"]],
    ["nothing for a loop's own variable of the same name", '["x"].exists(show, show == "x")', []],
  ])("%s", (_what, condition, needs) => {
    expect([...ruleOf("episode.airing", { if: condition }).needs]).toEqual(needs);
  });

  test("are none where the event itself tells the progress and status", () => {
    expect([...ruleOf("show.completed", { if: "progress.completed && progress.watched > 5" }).needs]).toEqual([]);
    expect([...ruleOf(["show.completed", "show.ended"], { if: "progress.completed" }).needs]).toEqual(["progress"]);
  });

  test("count templates as well as conditions", () => {
    const notify = { do: "notify", channel: "inbox", title: "{{ show.network }}", body: "{{ progress.percent }}" };
    expect([...ruleOf("episode.airing", { then: [notify] }).needs]).toEqual(["show", "progress"]);
  });
});

describe("scope", () => {
  test("is mine unless said otherwise, and null where the event type has none", () => {
    expect(ruleOf("show.premiering").scope).toBe("mine");
    expect(ruleOf("show.premiering", { when: { event: "show.premiering", scope: "all" } }).scope).toBe("all");
    expect(ruleOf("episode.airing").scope).toBeNull();
  });

  test("is refused where the event type has none", () => {
    const places = placesOf(() => ruleOf("episode.airing", { when: { event: "episode.airing", scope: "all" } }));
    expect(places).toEqual([{ path: "when.scope", message: "episode.airing has no scope: always the person's own" }]);
  });

  test("keeps events of the other calendar, and of other types, from the rule", () => {
    const rule = ruleOf("show.premiering");
    const all = rule.evaluate({ event: exampleEvent("show.premiering", { scope: "all" }), facts: {}, now: noon });
    expect(all.trace.outcome).toBe("not_matched");
    expect(all.trace.reason).toBe("The rule is for the person's own calendar, and the event came from the other one");
    const mine = rule.evaluate({ event: exampleEvent("show.premiering", { scope: "mine" }), facts: {}, now: noon });
    expect(mine.trace.outcome).toBe("matched");
    const other = rule.evaluate({ event: exampleEvent("show.ended"), facts: {}, now: noon });
    expect(other.trace.reason).toBe("The rule is for show.premiering, not for show.ended");
  });
});

describe("a rule over several event types", () => {
  test("is checked on each of them", () => {
    expect(ruleOf(["show.ended", "show.canceled"], { if: 'previous_status == "returning series"' }).types).toHaveLength(
      2,
    );
    expect(
      placesOf(() => ruleOf(["show.ended", "movie.watched", "show.started"], { if: 'status == "ended"' })),
    ).toEqual([{ path: "if", line: 1, column: 1, message: "status is not there on movie.watched and show.started" }]);
  });

  test("names a type once, however often it is written", () => {
    expect(ruleOf(["show.ended", "show.ended"]).types).toEqual(["show.ended"]);
  });
});

describe("the trace", () => {
  test("of a match holds each condition, its result and what its names stood for", () => {
    const { trace, requests } = evaluated(
      "show.premiering",
      ['show.genres.exists(g, g == "drama") && show.rating >= 7.0', "episode.season == 1"],
      { show: exampleFacts },
      { scope: "mine" },
    );
    expect(trace).toEqual({
      outcome: "matched",
      reason: "All 3 conditions held",
      conditions: [
        { text: 'show.genres.exists(g, g == "drama")', result: true, values: { "show.genres": ["drama", "fantasy"] } },
        { text: "show.rating >= 7.0", result: true, values: { "show.rating": 7.4 } },
        { text: "episode.season == 1", result: true, values: { "episode.season": 1 } },
      ],
    });
    expect(requests).toEqual([{ do: "webhook", channel: "me" }]);
  });

  test("stops at the first condition that does not hold, and says with which values", () => {
    const conditions = ["show.rating >= 7.0", "show.votes > 10", "progress.started"];
    const { trace, requests } = evaluated("episode.airing", conditions, { show: { ...exampleFacts, rating: 6.4 } });
    expect(trace).toEqual({
      outcome: "not_matched",
      reason: "show.rating >= 7.0 did not hold: show.rating is 6.4",
      conditions: [
        { text: "show.rating >= 7.0", result: false, values: { "show.rating": 6.4 } },
        { text: "show.votes > 10", values: {} },
        { text: "progress.started", values: {} },
      ],
    });
    expect(requests).toEqual([]);
  });

  test("of something not known says so, and the rule does not match", () => {
    for (const rating of [null, undefined]) {
      const show = { ...exampleFacts, rating };
      expect(evaluated("episode.airing", "show.rating >= 7.0", { show }).trace).toEqual({
        outcome: "not_matched",
        reason: "show.rating >= 7.0 did not hold: show.rating is not known",
        conditions: [
          {
            text: "show.rating >= 7.0",
            result: false,
            values: { "show.rating": null },
            error: "show.rating is not known",
          },
        ],
      });
    }
  });

  test("of a condition that cannot be evaluated says why, and the run counts as failed", () => {
    expect(evaluated("episode.airing", "10 / (episode.number - 8) > 1").trace).toEqual({
      outcome: "failed",
      reason: "10 / (episode.number - 8) > 1 could not be evaluated: division by zero",
      conditions: [
        { text: "10 / (episode.number - 8) > 1", values: { "episode.number": 8 }, error: "division by zero" },
      ],
    });
  });

  test("tells times as ISO 8601 and keeps no more of a text than a person reads", () => {
    const { trace } = evaluated(
      "episode.airing",
      "airs_at > now && show.title == event.type",
      {},
      {
        airs_at: "2026-11-23T03:00:00+01:00",
        show: { title: "x".repeat(10_000), ids: { trakt: 1 } },
      },
    );
    expect(trace.conditions[0]?.values).toEqual({
      airs_at: "2026-11-23T02:00:00.000Z",
      now: "2026-11-22T12:00:00.000Z",
    });
    expect(JSON.stringify(trace).length).toBeLessThan(1_500);
  });

  test("of a rule without conditions says that there were none", () => {
    expect(evaluated("episode.airing", []).trace).toEqual({
      outcome: "matched",
      reason: "It has no conditions",
      conditions: [],
    });
  });

  test("names a failed template's place", () => {
    const url = "{{ show.title }}";
    const rule = ruleOf("episode.airing", { then: [{ do: "notify", channel: "inbox", title: "t", body: "b", url }] });
    const event = exampleEvent("episode.airing", { show: { title: "javascript:alert(1)", ids: { trakt: 1 } } });
    const { trace, requests } = rule.evaluate({ event, facts: {}, now: noon });
    expect(trace.outcome).toBe("failed");
    expect(trace.reason).toBe(
      "then[0] could not be prepared: then[0].url gave no http(s) address: javascript:alert(1)",
    );
    expect(requests).toEqual([]);
  });
});

test("all mistakes of a rule are told at once, each at its place", () => {
  const definition = {
    name: "x",
    when: { event: "episode.airing" as const, scope: "all" as const },
    if: ["true", "show.ratin > 7 &&\n  show.titel == 3"],
    then: [
      { do: "drop" as const },
      { do: "notify" as const, channel: "x", title: "{{ shw.title }}", body: "ok\n{{ a | nope }}" },
    ],
  };
  expect(placesOf(() => compileRule(definition))).toEqual([
    { path: "when.scope", message: "episode.airing has no scope: always the person's own" },
    { path: "if[1]", line: 1, column: 1, message: "there is no show.ratin", suggestion: "show.rating" },
    { path: "if[1]", line: 2, column: 3, message: "there is no show.titel", suggestion: "show.title" },
    { path: "then[0]", message: "drop takes a show, and episode.airing is about an episode", suggestion: "item: show" },
    { path: "then[1].title", line: 1, column: 4, message: "there is no shw.title", suggestion: "show.title" },
    { path: "then[1].body", line: 2, column: 1, message: "there is no filter nope" },
  ]);
});

test("one compiled rule serves any number of events, none of which changes the next", () => {
  const rule = ruleOf("episode.airing", { if: "progress.behind <= 1 || show.genres.exists(g, g == show.network)" });
  const event = exampleEvent("episode.airing");
  const results = [progressOf(9, 8), progressOf(9, 2), undefined, progressOf(9, 9)].map((progress) => {
    const facts = progress === undefined ? {} : { progress, show: { ...exampleFacts, genres: [] } };
    return rule.evaluate({ event, facts, now: noon }).trace.outcome;
  });
  expect(results).toEqual(["matched", "not_matched", "not_matched", "matched"]);
});

test("every event type's example is evaluated by a rule on it that asks for each word there is", () => {
  for (const type of eventTypes) {
    for (const word of wordsOn([type])) {
      const title = `{{ ${word.name} }}`;
      const rule = ruleOf(type, {
        if: `known(${word.name}) || true`,
        then: [{ do: "notify", channel: "inbox", title, body: "b" }],
      });
      const event = exampleEvent(type, rule.scope === null ? {} : { scope: rule.scope });
      const { trace } = rule.evaluate({ event, facts: { show: exampleFacts, progress: progressOf(3, 1) }, now: noon });
      expect(trace.outcome, `${type}: ${word.name}`).toBe("matched");
    }
  }
});
