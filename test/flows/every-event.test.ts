import { definitionOf, eventTypes } from "@showrunner/core/events/catalogue.ts";
import { latestEvents, latestRuns } from "@showrunner/services/events/explain.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { findRule, setEnabled } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { addHook, type Hook } from "../harness/webhook.ts";
import { flows, otherFlows, phase, type PlainEventType, type Scene, tellingRule } from "./event-flows.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { EventType } from "@showrunner/core/events/catalogue.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

/** What came of a type so far, in the order it happened: its events, and what the person saw of them. */
async function seen(account: Account, hook: Hook, type: EventType) {
  const events = (await latestEvents(t.ctx, account.id, 500)).filter((event) => event.type === type).toReversed();
  const runs = await latestRuns(t.ctx, account.id, 500);
  const inbox = await readInbox(t.ctx, account.id, 500);
  return { events, runs: runs.toReversed(), inbox: inbox.toReversed(), hooked: hook.events() };
}

function expectToldOf(count: number, { events, runs, inbox, hooked }: Awaited<ReturnType<typeof seen>>): void {
  expect(events).toHaveLength(count);
  expect(runs.map((run) => [run.eventId, run.trace.outcome, run.actions.length])).toEqual(
    events.map((event) => [event.id, "matched", 2]),
  );
  expect(inbox.map((message) => message.body)).toEqual(events.map((event) => event.subject));
  expect(hooked.map((event) => event.id)).toEqual(events.map((event) => event.id));
}

it("every event type of the catalogue has a flow here", () => {
  expect([...Object.keys(flows), ...otherFlows].toSorted()).toEqual([...eventTypes].toSorted());
});

const plainTypes = eventTypes.filter((type): type is PlainEventType => Object.hasOwn(flows, type));

describe.each(plainTypes)("%s", (type) => {
  const flow = flows[type];

  it("is told once each time it happens, and never of the past, of now or of while the rule was off", async () => {
    const phaseMinutes = flow.phaseMinutes ?? 5;
    t.sandbox.world.addPerson({ username: "ann" });
    const scene: Scene = { t, username: "ann", startMs: t.clock.now(), phaseMinutes };
    const happen = flow.prepare(scene);
    await happen(0);
    const ann = await t.connect("ann");
    scene.account = ann;
    await using hook = await addHook(t, ann);
    await t.rule(ann, tellingRule(type, flow.when));

    await phase(t, flow);
    expectToldOf(0, await seen(ann, hook, type));

    await happen(1);
    await phase(t, flow);
    const first = await seen(ann, hook, type);
    expectToldOf(1, first);
    const [event] = first.events;
    expect(definitionOf(type).data.safeParse(event?.data).error).toBeUndefined();
    expect(hook.events()[0]).toMatchObject({ specversion: "1.0", type, accountid: ann.id, data: event?.data });
    expect(hook.receiver.requests[0]?.headers["webhook-id"]).toBe(first.runs[0]?.actions[1]?.id);
    expect(event?.origin).toBeUndefined();

    await phase(t, flow);
    expectToldOf(1, await seen(ann, hook, type));

    await setEnabled(t.ctx, await findRule(t.ctx, ann.id, `Tell of ${type}`), false);
    await t.minutes(2);
    await happen(2);
    await phase(t, flow);
    await setEnabled(t.ctx, await findRule(t.ctx, ann.id, `Tell of ${type}`), true);
    await phase(t, flow);
    const again = await seen(ann, hook, type);
    expect(again.runs.map((run) => run.trace.outcome)).toEqual(["matched"]);
    expect([again.inbox.length, again.hooked.length]).toEqual([1, 1]);

    await happen(3);
    await phase(t, flow);
    const last = await seen(ann, hook, type);
    expect([last.runs.length, last.inbox.length, last.hooked.length]).toEqual([2, 2, 2]);
    expect(last.hooked[1]?.id).toBe(last.events.at(-1)?.id);
    expect(t.log.filter((entry) => entry.kind === "defect" || entry.kind === "poll.failed")).toEqual([]);
  });
});
