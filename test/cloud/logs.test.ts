import type { LogEntry } from "@showrunner/core/log.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { metricUnits } from "../../functions/metrics.ts";
import { startsAt, testRuntime, type TestRuntime } from "./test-runtime.ts";

let t: TestRuntime;
beforeEach(() => {
  t = testRuntime();
});
afterEach(async () => {
  await t.close();
});

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const who = { accountId: "acc_1", who: "made-up-person" };
const event: LogEntry = {
  kind: "event",
  ...who,
  eventId: "evt_1",
  traceparent,
  type: "episode.watched",
  about: "A Made-up Show 1×02 watched",
  echo: false,
};
const run: LogEntry = {
  kind: "run",
  ...who,
  runId: "run_1",
  eventId: "evt_1",
  traceparent,
  rule: "Mine",
  about: "A Made-up Show 1×02 watched",
  outcome: "matched",
  reason: "every condition held",
};
const action = (state: "done" | "retry" | "dead", message: string): Extract<LogEntry, { kind: "action" }> => ({
  kind: "action",
  ...who,
  actionId: "act_1",
  eventId: "evt_1",
  traceparent,
  rule: "Mine",
  verb: "notify",
  state,
  message,
});

describe("the log of a function", () => {
  it("is a JSON object a line, with time, level, function and request", () => {
    t.runtime.services.log({ kind: "scheduled", minutes: 1, accounts: 3, jobs: 1 });
    expect(t.lines).toEqual([
      {
        level: "info",
        time: "2026-03-02T12:00:00.000Z",
        function: "apply-rules",
        request: "request-1",
        kind: "scheduled",
        minutes: 1,
        accounts: 3,
        jobs: 1,
      },
    ]);
  });

  it("carries the account, the event and one trace from the event to its effect", () => {
    for (const entry of [event, run, action("done", "sent")]) t.runtime.services.log(entry);
    const ids = { accountId: "acc_1", eventId: "evt_1", traceparent };
    expect(t.lines).toMatchObject([ids, { ...ids, runId: "run_1" }, { ...ids, actionId: "act_1" }]);
  });

  it("holds no person's name, and nothing of what they watch or are told", () => {
    const told = "“A Made-up Show is on”: the channel answered 500";
    for (const entry of [event, run, action("done", told), action("retry", told)]) t.runtime.services.log(entry);
    const failed = action("dead", "Trakt does not know A Made-up Show of 2012");
    t.runtime.services.log({ ...failed, verb: "watchlist.add", title: "A Made-up Show" });
    const text = JSON.stringify(t.lines);
    expect(text).toContain("Trakt does not know (something) of 2012");
    expect(text).not.toMatch(/made-up-person|A Made-up Show/);
    expect(text).toContain("the channel answered 500");
  });
});

describe("what a function tells of somebody", () => {
  const say = (message: string): string => {
    t.runtime.services.log({ kind: "defect", where: "test", message });
    return String(t.lines.at(-1)?.["message"]);
  };
  const somebody = async (data: Record<string, string>): Promise<void> => {
    await t.runtime.services.store.put({ pk: "ACC#acc_9", sk: `PROFILE${JSON.stringify(data)}`, v: 1, data });
  };

  it("names nobody whose rows it had in hand, whatever the message says of them", async () => {
    await somebody({ username: "Sean.Bean-42" });
    await somebody({ withUsername: "other_half" });
    await somebody({ username: "two words" });
    expect(say("sean.bean-42 and other_half, with Two Words (SEAN.BEAN-42): no.")).toBe(
      "(somebody) and (somebody), with (somebody) ((somebody)): no.",
    );
    expect(say("sean.bean-420 and other_halves are others")).toBe("sean.bean-420 and other_halves are others");
  });

  it("names nobody that another line was about", () => {
    t.runtime.services.log({
      kind: "connection",
      ...who,
      state: "needs_reconnect",
      message: "made-up-person: refused",
    });
    expect(t.lines.at(-1)).toMatchObject({
      accountId: "acc_1",
      state: "needs_reconnect",
      message: "(somebody): refused",
    });
    expect(say("made-up-person is not polled")).toBe("(somebody) is not polled");
  });

  it("names nobody in what is written past the services, such as why a message was buried", async () => {
    await t.runtime.services.store.put({ pk: "ACC#acc_9", sk: "ACTION#1", v: 1, data: { username: "made-up-person" } });
    await t.runtime.services.store.query({ pk: "ACC#acc_9" });
    t.runtime.write("error", { kind: "buried", messageId: "1", reason: "made-up-person has no rule of that name" });
    expect(t.lines.at(-1)).toMatchObject({ reason: "(somebody) has no rule of that name" });
  });
});

describe("the metrics of a function", () => {
  const measured = (...entries: LogEntry[]): Record<string, unknown> | undefined => {
    for (const entry of entries) t.runtime.services.log(entry);
    t.runtime.metrics.flush({ stage: "test", function: "apply-rules" }, startsAt);
    return t.lines.at(-1);
  };

  it("are a line in CloudWatch's embedded format, by stage and function", () => {
    expect(measured(event, event, run)).toEqual({
      _aws: {
        Timestamp: startsAt,
        CloudWatchMetrics: [
          {
            Namespace: "Showrunner",
            Dimensions: [["stage", "function"]],
            Metrics: [
              { Name: "Changes", Unit: "Count" },
              { Name: "Runs", Unit: "Count" },
            ],
          },
        ],
      },
      stage: "test",
      function: "apply-rules",
      Changes: [2],
      Runs: [1],
    });
  });

  it("count polls, changes, runs, actions and failures", () => {
    const polled: LogEntry = { kind: "polled", ...who, moved: [], seeded: [], events: 0, calls: 1 };
    const lost: LogEntry = { kind: "connection", ...who, state: "needs_reconnect", message: "Trakt refused" };
    const counted = measured(polled, polled, event, run, action("done", "sent"), action("retry", "later"), lost);
    expect(counted).toMatchObject({
      Polls: [2],
      Changes: [1],
      Runs: [1],
      Actions: [1],
      Failures: [1],
      RefreshFailures: [1],
    });
  });

  it("are told once, and not at all where nothing was measured", () => {
    measured(event);
    const lines = t.lines.length;
    t.runtime.metrics.flush({ stage: "test", function: "apply-rules" }, startsAt);
    expect(t.lines).toHaveLength(lines);
  });

  it("keep within the format's 100 values a metric in one line", () => {
    for (let at = 0; at < 250; at++) t.runtime.metrics.add("Lag", at);
    expect(measured()).toMatchObject({ Lag: expect.objectContaining({ length: 100 }) });
  });

  it("have units that CloudWatch knows", () => {
    expect(new Set(Object.values(metricUnits))).toEqual(new Set(["Count", "Milliseconds"]));
  });
});
