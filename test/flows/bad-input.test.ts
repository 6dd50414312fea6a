import { Problem } from "@showrunner/core/errors.ts";
import { type QueueName, queueNames } from "@showrunner/core/ports/queue.ts";
import type { Json } from "@showrunner/core/json.ts";
import { RuleProblem } from "@showrunner/rules/problem.ts";
import { listChannels, saveChannel } from "@showrunner/services/act/channels.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { listRules, saveRule } from "@showrunner/services/rules/rules.ts";
import { recordEvents } from "@showrunner/services/events/record-events.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

const tell =
  'name: Tell\nwhen: { event: movie.watched }\nthen:\n  - { do: notify, channel: inbox, title: Told, body: "{{ event.subject }}" }\n';

const malformed: Json[] = [
  null,
  7,
  "a text",
  [],
  {},
  { accountId: 5 },
  { accountId: "acc_x" },
  { accountId: "acc_x", eventId: null, actionId: {} },
  { minute: "now", accounts: [] },
  { minute: 1.5, accounts: [{ id: "acc_x", tierMinutes: 1 }] },
  { minute: 1, accounts: [{ id: 5 }] },
];

describe.each(queueNames)("a message on %s that is none of ours", (queue: QueueName) => {
  it("is a dead letter at once, told with what is wrong, and the others of its batch are done", async () => {
    const movie = t.world.addMovie({ title: "A Movie" });
    const ann = await t.person("ann");
    await t.rule(ann, tell);
    await t.minutes(3);
    await t.ctx.queue.send(
      queue,
      malformed.map((body) => ({ body, group: "whoever" })),
    );
    t.world.watch("ann", { type: "movie", trakt: movie });
    await t.minutes(1);
    expect(await t.database.queue.depth(queue)).toMatchObject({ visible: 0, inFlight: 0, dead: malformed.length });
    const dead = await t.database.queue.dead(queue, 100);
    // A batch's parts are done apart, so that their order is nobody's promise.
    const texts = (bodies: readonly unknown[]): string[] => bodies.map((body) => JSON.stringify(body)).toSorted();
    expect(texts(dead.map((message) => message.body))).toEqual(texts(malformed));
    const told = t.log.filter((entry) => entry.kind === "defect").map((entry) => entry.message);
    expect(told).toHaveLength(malformed.length);
    for (const { id } of dead) expect(told.filter((message) => message.includes(id))).toHaveLength(1);
    expect(await readInbox(t.ctx, ann.id, 10)).toHaveLength(1);
  });
});

it("a message about somebody or something that is gone is done with, quietly", async () => {
  await t.ctx.queue.send("PollJobs", [
    { body: { minute: 1, accounts: [{ id: "acc_gone", tierMinutes: 1 }] }, group: "g" },
  ]);
  await t.ctx.queue.send("ChangeEvents", [{ body: { accountId: "acc_gone", eventId: "evt_gone" }, group: "g" }]);
  for (const queue of ["TraktWrites", "Deliveries"] as const)
    await t.ctx.queue.send(queue, [{ body: { accountId: "acc_gone", actionId: "act_gone" }, group: "g" }]);
  await t.drain();
  for (const queue of queueNames) expect(await t.database.queue.depth(queue)).toMatchObject({ visible: 0, dead: 0 });
  expect(t.log).toEqual([]);
});

describe("a rule that does not hold up", () => {
  const event = "when: { event: episode.airing }";
  const then = "then: [{ do: notify, channel: inbox, title: T, body: B }]";
  const broken: [string, string, string][] = [
    ["no YAML", "name: [", ""],
    ["an unknown event", `name: R\nwhen: { event: episode.airng }\n${then}\n`, "when.event"],
    ["an unknown word", `name: R\n${event}\nif: show.ratin > 7.0\n${then}\n`, "if"],
    ["types that do not fit", `name: R\n${event}\nif: show.title > 7\n${then}\n`, "if"],
    ["a condition that does not parse", `name: R\n${event}\nif: ["true", "show.rating >"]\n${then}\n`, "if[1]"],
    [
      "a template that does not parse",
      `name: R\n${event}\nthen: [{ do: notify, channel: inbox, title: "{{ x", body: B }]\n`,
      "then[0].title",
    ],
    ["an unknown verb", `name: R\n${event}\nthen: [{ do: watchlist.ad }]\n`, "then[0].do"],
    ["an action on nothing there", "name: R\nwhen: { event: movie.watched }\nthen: [{ do: drop }]\n", "then[0]"],
    ["a scope where there is none", `name: R\nwhen: { event: episode.airing, scope: all }\n${then}\n`, "when.scope"],
  ];

  it.each(broken)("for %s is refused with the place, and nothing is saved", async (_what, source, path) => {
    const ann = await t.person("ann");
    const error = await saveRule(t.ctx, ann.id, source, { enabled: true }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RuleProblem);
    if (!(error instanceof RuleProblem)) return;
    expect(error.places.map((place) => place.path)).toContain(path);
    expect(error.retry).toEqual({ kind: "never" });
    expect(await listRules(t.ctx, ann.id)).toEqual([]);
  });

  it("leaves the former version of that name as it was", async () => {
    const ann = await t.person("ann");
    const saved = await saveRule(t.ctx, ann.id, tell, { enabled: true });
    await expect(saveRule(t.ctx, ann.id, `${tell}if: nonsense\n`, { enabled: true })).rejects.toThrowError(RuleProblem);
    expect(await listRules(t.ctx, ann.id)).toEqual([saved]);
  });

  it.each(["notify, title: T, body: B", "webhook"])(
    "for a channel that is not there (%s) is refused with the ones that are",
    async (action) => {
      const ann = await t.person("ann");
      const rule = `name: R\n${event}\nthen: [{ do: ${action}, channel: nowhere }]\n`;
      await expect(saveRule(t.ctx, ann.id, rule, { enabled: true })).rejects.toMatchObject({
        code: "channel.unknown",
        message: expect.stringContaining("nowhere"),
        hint: expect.stringContaining("inbox"),
      });
      expect(await listRules(t.ctx, ann.id)).toEqual([]);
    },
  );

  it("cannot name another person's channel", async () => {
    const [ann, bob] = [await t.person("ann"), await t.person("bob")];
    const theirs = await saveChannel(t.ctx, bob.id, { kind: "inbox", name: "bobs", config: {}, secrets: {} });
    for (const channel of ["bobs", theirs.id])
      await expect(
        saveRule(t.ctx, ann.id, `name: R\n${event}\nthen: [{ do: webhook, channel: ${channel} }]\n`, { enabled: true }),
      ).rejects.toMatchObject({ code: "channel.unknown" });
  });
});

describe("a channel that does not hold up", () => {
  const url = "https://example.com/hook";
  const wrong: [string, { kind: string; name: string; config: unknown; secrets: unknown }, string][] = [
    ["an unknown kind", { kind: "pigeon", name: "p", config: {}, secrets: {} }, "channel.unknown_kind"],
    ["a name that is taken", { kind: "inbox", name: "inbox", config: {}, secrets: {} }, "channel.exists"],
    ["no address", { kind: "webhook", name: "w", config: {}, secrets: { signing: [] } }, "channel.invalid"],
    [
      "an address of another scheme",
      { kind: "webhook", name: "w", config: { url: "file:///etc/passwd" }, secrets: {} },
      "channel.invalid",
    ],
    [
      "a secret of another shape",
      { kind: "webhook", name: "w", config: { url }, secrets: { signing: ["made-up-canary"] } },
      "channel.invalid",
    ],
  ];

  it.each(wrong)("for %s is refused, without repeating what is secret, and not saved", async (_what, channel, code) => {
    const ann = await t.person("ann");
    const error = await saveChannel(t.ctx, ann.id, channel).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({ code });
    if (error instanceof Problem) expect(`${error.message} ${error.hint}`).not.toContain("canary");
    expect((await listChannels(t.ctx, ann.id)).map((one) => one.name)).toEqual(["inbox"]);
  });
});

it("a fact that is found twice is one event and one run", async () => {
  const ann = await t.person("ann");
  await t.rule(ann, tell);
  await t.minutes(2);
  const at = new Date(t.clock.now()).toISOString();
  const movie = { title: "A Movie", ids: { trakt: 1 } };
  const data = { play_id: 1, watched_at: at, action: "watch", movie };
  const draft = { type: "movie.watched" as const, subject: "movie:1", time: at, identity: "play:1", data };
  await recordEvents(t.ctx, ann, [{ draft }]);
  await recordEvents(t.ctx, ann, [{ draft }]);
  await t.minutes(2);
  expect(await readInbox(t.ctx, ann.id, 10)).toHaveLength(1);
});
