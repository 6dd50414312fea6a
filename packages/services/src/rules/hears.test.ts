import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { RuleRecord } from "@showrunner/core/records.ts";
import { parseRule } from "@showrunner/rules/parse.ts";
import { describe, expect, it } from "vitest";
import { deafTo } from "./hears.ts";

const onAt = "2026-03-02T12:00:00.000Z";
const after = "2026-03-02T13:00:00.000Z";

let made = 0;
function ruleOf(when: string, changes: Partial<RuleRecord> = {}): RuleRecord {
  const definition = parseRule(`name: A\nwhen: ${when}\nthen: [{ do: notify, channel: inbox, title: A, body: B }]\n`);
  const source = RuleRecord.shape.source.parse(definition);
  made += 1;
  const id = `rul_${made}`;
  return { id, accountId: "acc_1", version: 1, enabled: true, enabledAt: onAt, source, updatedAt: onAt, ...changes };
}

function eventOf(type: string, data: Record<string, unknown> = {}, changes: Partial<ChangeEvent> = {}): ChangeEvent {
  return {
    specversion: "1.0",
    id: "evt_1",
    source: "https://trakt.example",
    type,
    subject: "movie:1",
    time: after,
    recordedtime: after,
    traceparent: "",
    accountid: "acc_1",
    data,
    ...changes,
  };
}

const releasing = "{ event: movie.releasing }";

describe("why a rule does not run on an event", () => {
  it.each([
    ["nothing keeps it", ruleOf(releasing), eventOf("movie.releasing", { scope: "mine" }), undefined],
    ["another type", ruleOf(releasing), eventOf("movie.watched"), "other_type"],
    ["a type that is none", ruleOf(releasing), eventOf("movie.eaten"), "other_type"],
    ["the calendar of all", ruleOf(releasing), eventOf("movie.releasing", { scope: "all" }), "other_scope"],
    [
      "the person's own calendar",
      ruleOf("{ event: movie.releasing, scope: all }"),
      eventOf("movie.releasing", { scope: "mine" }),
      "other_scope",
    ],
    [
      "another time",
      ruleOf("{ event: movie.releasing, offset: -1 day }"),
      eventOf("movie.releasing", { scope: "mine" }),
      "other_time",
    ],
    [
      "the time of another rule",
      ruleOf("{ event: time.scheduled, cron: '0 20 * * *' }"),
      eventOf("time.scheduled", { cron: "0 20 * * *", rule_id: "rul_other" }),
      "other_rule",
    ],
    [
      "what another rule was applied to",
      ruleOf("{ event: movie.watched }"),
      eventOf("movie.watched", {}, { appliedrule: "rul_other" }),
      "other_rule",
    ],
    [
      "it is off",
      ruleOf("{ event: movie.watched }", { enabled: false, enabledAt: null }),
      eventOf("movie.watched"),
      "disabled",
    ],
    [
      "it was recorded before the rule was on",
      ruleOf("{ event: movie.watched }"),
      eventOf("movie.watched", {}, { recordedtime: "2026-03-02T11:59:59.999Z" }),
      "before_on",
    ],
  ])("%s", (_, rule, event, why) => {
    expect(deafTo(rule, event)).toBe(why);
  });

  it("what it was applied to itself it hears, whenever it was switched on", () => {
    const rule = ruleOf("{ event: movie.watched }");
    const event = eventOf("movie.watched", {}, { appliedrule: rule.id, recordedtime: "2026-03-01T00:00:00.000Z" });
    expect(deafTo(rule, event)).toBeUndefined();
  });
});
