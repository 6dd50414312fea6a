import type { NewMessage } from "@showrunner/core/ports/queue.ts";
import { disconnectAccount } from "@showrunner/services/accounts/disconnect.ts";
import { pollJobs } from "@showrunner/services/poll/poll-jobs.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { afterEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { isFactsJob, onSending } from "../harness/on-sending.ts";
import { createTestWorld, type TestWorld, type TestWorldOptions } from "../harness/test-world.ts";
import { runsOf } from "../harness/told.ts";

let t: TestWorld;
afterEach(async () => {
  await t.close();
});

const hourMs = 3_600_000;
const progressCall = "GET /shows/:id/progress/watched";
const progressCalls = async (work: () => Promise<unknown>): Promise<number> =>
  (await t.requestsDuring(work))[progressCall] ?? 0;

const told = async (accountId: string): Promise<string[]> =>
  (await readInbox(t.ctx, accountId, 200)).map(({ body }) => body).toReversed();

const rule = (name: string, event: string, condition: string, body = "{{ event.subject }}"): string => `name: ${name}
when: { event: ${event} }
if: ${JSON.stringify(condition)}
then: [{ do: notify, channel: inbox, title: ${name}, body: "${body}" }]
`;

/** Ann, with a show of so many aired episodes, none of them watched. */
async function annAndAShow(aired: number, options: TestWorldOptions = {}) {
  t = await createTestWorld(options);
  const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Weekly", aired, ahead: 1 });
  const ann = await t.person("ann");
  const watch = (from: number, to: number): void => {
    for (const trakt of episodes.slice(from, to)) t.world.watch("ann", { type: "episode", trakt });
  };
  return { ann, show, episodes, watch };
}

describe("what a condition asks of the person", () => {
  it("costs no call where no condition asks, nor where one before it decides", async () => {
    const { ann, watch } = await annAndAShow(3);
    await t.rule(ann, rule("Plain", "episode.watched", "show.rating > 1.0"));
    await t.rule(ann, rule("Never reached", "episode.watched", "episode.number == 99 && progress.caught_up"));
    await t.rule(ann, rule("Only told", "episode.watched", "episode.number == 99", "{{ progress.percent }}"));
    await t.minutes(3);
    expect(
      await progressCalls(async () => {
        watch(0, 3);
        await t.minutes(5);
      }),
    ).toBe(0);
    expect((await runsOf(t, ann)).map(({ trace }) => trace.outcome).toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => "matched"),
      ...Array.from({ length: 6 }, () => "not_matched"),
    ]);
  });

  it("is told in the trace, true or false, and templates know it", async () => {
    const { ann, watch } = await annAndAShow(4);
    await t.rule(ann, rule("Behind", "episode.watched", "progress.behind <= 1", "{{ progress.behind }} to go"));
    await t.minutes(3);
    watch(0, 1);
    await t.minutes(3);
    watch(1, 3);
    await t.minutes(3);
    const traces = (await runsOf(t, ann)).map(({ trace }) => trace.conditions[0]);
    expect(traces.map((one) => [one?.result, one?.values])).toEqual([
      [false, { "progress.behind": 3 }],
      [true, { "progress.behind": 1 }],
      [true, { "progress.behind": 1 }],
    ]);
    expect(await told(ann.id)).toEqual(["1 to go", "1 to go"]);
  });

  it("is asked once for all events of a show that come at once, whichever rules ask", async () => {
    const { ann, watch, episodes } = await annAndAShow(130);
    await t.rule(ann, rule("One", "episode.watched", "progress.started"));
    await t.rule(ann, rule("Other", "episode.watched", "progress.behind > 1000"));
    await t.minutes(3);
    const calls = await progressCalls(async () => {
      watch(0, 130);
      await t.minutes(1);
    });
    expect(calls).toBe(1);
    expect(await told(ann.id)).toHaveLength(130);
    expect(episodes).toHaveLength(131);
    expect(await runsOf(t, ann)).toHaveLength(260);
  });

  it("is kept while nothing moved, asked anew when something did, and when it is an hour old", async () => {
    const { ann, watch, show } = await annAndAShow(3);
    const item = { type: "show" as const, trakt: show };
    await t.rule(ann, rule("Listed", "watchlist.item_added", "progress.behind == 2"));
    await t.rule(ann, rule("Dropped", "show.dropped", "progress.behind == 2"));
    await t.rule(ann, rule("Watched", "favorites.item_added", "progress.behind == 2"));
    await t.minutes(3);
    watch(0, 1);
    await t.minutes(5);
    expect(await progressCalls(() => happen(() => t.world.watchlistAdd("ann", item)))).toBe(1);
    // Ratings, lists and what else moves is nothing to it.
    expect(await progressCalls(() => happen(() => t.world.drop("ann", item)))).toBe(0);
    watch(1, 2);
    await t.minutes(5);
    expect(await progressCalls(() => happen(() => t.world.favorite("ann", item)))).toBe(1);
    expect((await runsOf(t, ann)).map(({ trace }) => trace.outcome)).toEqual(["matched", "matched", "not_matched"]);
    await t.sleep(2 * hourMs);
    await happen(() => t.world.undrop("ann", item));
    expect(await progressCalls(() => happen(() => t.world.drop("ann", item)))).toBe(1);
  });

  async function happen(something: () => void): Promise<void> {
    something();
    await t.minutes(10);
  }
});

describe("while an event's rules wait", () => {
  it("the others run at once, each rule once, and what is asked for takes no time of the clock", async () => {
    const { ann, watch } = await annAndAShow(2);
    await t.rule(ann, rule("Asks", "episode.watched", "progress.started", "asks"));
    await t.rule(ann, rule("Does not", "episode.watched", "episode.number == 1", "does not"));
    await t.minutes(3);
    watch(0, 1);
    await t.minutes(1);
    expect((await told(ann.id)).toSorted()).toEqual(["asks", "does not"]);
    await t.minutes(15);
    expect(await told(ann.id)).toHaveLength(2);
    expect(await runsOf(t, ann)).toHaveLength(2);
  });

  it("a message that is lost, in asking or in answering, costs time and nothing else", async () => {
    let losing = 0;
    const { ann, watch } = await annAndAShow(2, {
      wrap: (ctx) => onSending(ctx, (messages) => messages.filter(({ body }) => !isFactsJob(body) || losing-- <= 0)),
    });
    await t.rule(ann, rule("Asks", "episode.watched", "progress.started", "asks"));
    await t.minutes(3);
    losing = 2;
    watch(0, 1);
    await t.minutes(1);
    expect(await told(ann.id)).toEqual([]);
    await t.minutes(10);
    expect(await told(ann.id)).toEqual(["asks"]);
  });

  it("two jobs at the same time for one show are one call", async () => {
    const kept: NewMessage[] = [];
    let keeping = false;
    const { ann, watch } = await annAndAShow(130, {
      wrap: (ctx) =>
        onSending(ctx, (messages) => {
          if (!keeping || !messages.some(({ body }) => isFactsJob(body))) return messages;
          kept.push(...messages);
          return [];
        }),
    });
    await t.rule(ann, rule("Asks", "episode.watched", "progress.started"));
    await t.minutes(3);
    keeping = true;
    watch(0, 130);
    await t.minutes(1);
    expect(kept.length).toBeGreaterThan(1);
    const messages = kept.map(({ body, group }, at) => ({
      id: `${at}`,
      body,
      group,
      receiveCount: 1,
      receipt: `${at}`,
    }));
    expect(await progressCalls(() => pollJobs(t.ctx, messages))).toBe(1);
    await t.drain();
    expect(await runsOf(t, ann)).toHaveLength(130);
  });

  it("messages that come twice make one run and one effect", async () => {
    const { ann, watch } = await annAndAShow(2, {
      wrap: (ctx) => onSending(ctx, (messages) => [...messages, ...messages]),
    });
    await t.rule(ann, rule("Asks", "episode.watched", "progress.started"));
    await t.minutes(3);
    watch(0, 2);
    await t.minutes(10);
    expect(await told(ann.id)).toHaveLength(2);
    expect(await runsOf(t, ann)).toHaveLength(2);
  });

  it("an outage of Trakt is waited for, ever longer, and the answer is then told", async () => {
    const { ann, watch } = await annAndAShow(2);
    await t.rule(ann, rule("Asks", "episode.watched", "progress.started", "asks"));
    await t.minutes(3);
    t.sandbox.faults.inject({ name: "503", match: { route: "/shows/:id/progress/watched" } });
    watch(0, 1);
    const calls = await progressCalls(() => t.minutes(5 * 60));
    expect(await runsOf(t, ann)).toEqual([]);
    expect(calls).toBeGreaterThan(10);
    expect(calls).toBeLessThan(150);
    t.sandbox.faults.clear();
    await t.minutes(15);
    expect(await told(ann.id)).toEqual(["asks"]);
  });

  it("a day is the most: after it the run fails and says why", async () => {
    const { ann, watch } = await annAndAShow(2);
    await t.rule(ann, rule("Asks", "episode.watched", "progress.started"));
    await t.minutes(3);
    t.sandbox.faults.inject({ name: "503", match: { route: "/shows/:id/progress/watched" } });
    watch(0, 1);
    for (let passed = 0; passed < 26; passed++) {
      await t.sleep(hourMs - 60_000);
      await t.minutes(1);
    }
    const [run] = await runsOf(t, ann);
    expect(run?.trace).toMatchObject({ outcome: "failed" });
    expect(run?.trace.reason).toMatch(/^the facts could not be had: .*503/);
    expect(await progressCalls(() => t.minutes(60))).toBe(0);
  });

  it("what Trakt does not have fails the run at once, with its reason, and leaves later events be", async () => {
    const { ann, watch } = await annAndAShow(2);
    await t.rule(ann, rule("Asks", "episode.watched", "progress.started", "asks"));
    await t.minutes(3);
    t.sandbox.faults.inject({ name: "404", match: { route: "/shows/:id/progress/watched" }, times: 1 });
    watch(0, 1);
    await t.minutes(2);
    watch(1, 2);
    await t.minutes(10);
    const runs = await runsOf(t, ann);
    expect(runs.map(({ trace }) => trace.outcome)).toEqual(["failed", "matched"]);
    expect(runs[0]?.trace.reason).toMatch(/^the facts could not be had: .*404/);
  });

  it("a connection that is lost meanwhile fails the run and says that it must be connected again", async () => {
    let losing = true;
    const { ann, watch } = await annAndAShow(2, {
      wrap: (ctx) => onSending(ctx, (messages) => messages.filter(({ body }) => !isFactsJob(body) || !losing)),
    });
    await t.rule(ann, rule("Asks", "episode.watched", "progress.started"));
    await t.minutes(3);
    watch(0, 1);
    await t.minutes(1);
    t.world.disconnectApp("ann");
    losing = false;
    await t.minutes(10);
    const [run] = await runsOf(t, ann, "episode.watched");
    expect(run?.trace.outcome).toBe("failed");
    expect(run?.trace.reason).toMatch(/must be connected again/);
  });

  it("an account that is disconnected meanwhile asks nothing more of Trakt", async () => {
    let losing = true;
    const { ann, watch } = await annAndAShow(2, {
      wrap: (ctx) => onSending(ctx, (messages) => messages.filter(({ body }) => !isFactsJob(body) || !losing)),
    });
    await t.rule(ann, rule("Asks", "episode.watched", "progress.started"));
    await t.minutes(3);
    watch(0, 1);
    await t.minutes(1);
    await disconnectAccount(t.ctx, ann);
    losing = false;
    expect(await t.requestsDuring(() => t.minutes(30))).toEqual({});
    expect((await runsOf(t, ann, "episode.watched")).map(({ trace }) => trace.outcome)).toEqual(["failed"]);
  });
});
