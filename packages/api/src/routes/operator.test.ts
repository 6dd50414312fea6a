import { readFileSync } from "node:fs";
import { Secret } from "@showrunner/core/secret.ts";
import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import { pauseAll } from "@showrunner/services/schedule/pause.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import type * as z from "zod";
import * as Operator from "../contract/operator.ts";
import { costOf, monthly } from "../cost.ts";
import { createMeter } from "../meter.ts";
import { madeUp, type MadeUp } from "../testing/made-up.ts";
import { manualClock } from "@showrunner/core/clock.ts";

const operatorPassword = new Secret("made-up operator password");
const authorization = `Basic ${Buffer.from("x:made-up operator password").toString("base64")}`;

let w: MadeUp;
beforeEach(() => {
  w = madeUp({
    operatorPassword,
    deadLetters: {
      list: (queue, limit) => w.database.queue.dead(queue, limit),
      retry: (queue, limit) => w.database.queue.redrive(queue, limit),
    },
  });
});
afterEach(() => w.close());

async function ask<T>(schema: z.ZodType<T>, path: string, body?: object): Promise<T> {
  const answer = await w.app.request(`/api/v1/operator${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect([path, answer.status]).toEqual([path, body === undefined ? 200 : 202]);
  return schema.parse(await answer.json());
}

it("is for whoever runs the place: no account's key opens any of it", async () => {
  const ann = await w.account("ann");
  const { token } = await addKey(w.ctx, ann.id, { name: "all", scopes: ["write"] });
  for (const endpoint of Object.values(Operator)) {
    const answer = await w.app.request(`/api/v1${endpoint.path}`, {
      method: endpoint.method.toUpperCase(),
      headers: { authorization: `Bearer ${token.reveal()}` },
    });
    expect([endpoint.id, answer.status]).toEqual([endpoint.id, 403]);
  }
});

it("lists accounts and how they fare page by page, and nothing of what is in them", async () => {
  for (const name of ["ann", "billie", "cy"]) {
    const account = await w.account(name);
    await w.event(account, "show.started", { show: { title: "canary title", ids: { trakt: 1 } } });
    await w.clock.advance(1000);
  }
  const first = await ask(Operator.accounts.reply, "/accounts?limit=2");
  expect(first.items.map(({ username, connection }) => [username, connection])).toEqual([
    ["cy", "active"],
    ["billie", "active"],
  ]);
  const second = await ask(Operator.accounts.reply, `/accounts?limit=2&after=${encodeURIComponent(first.next ?? "")}`);
  expect(second.items.map(({ username }) => username)).toEqual(["ann"]);
  expect(JSON.stringify([first, second])).not.toContain("canary");
});

it("shows dead messages by their ids alone, and sends them again", async () => {
  const body = { accountId: "acc_1", eventId: "evt_1", title: "canary title" };
  await w.database.queue.send("ChangeEvents", [{ body, group: "acc_1" }]);
  const [message] = await w.database.queue.receive("ChangeEvents", { max: 1, visibleAgainAt: w.clock.now() + 1000 });
  await w.database.queue.bury("ChangeEvents", [message?.receipt ?? ""]);
  const { items } = await ask(Operator.deadLetters.reply, "/dead-letters");
  expect(items).toMatchObject([{ queue: "ChangeEvents", ids: { accountId: "acc_1", eventId: "evt_1" } }]);
  expect(JSON.stringify(items)).not.toContain("canary");
  const queues = await ask(Operator.queues.reply, "/queues");
  expect(queues.queues.find(({ name }) => name === "ChangeEvents")).toMatchObject({ dead: 1, visible: 0 });
  expect(await ask(Operator.retryDeadLetters.reply, "/dead-letters/retry", { queue: "ChangeEvents" })).toEqual({
    retried: 1,
  });
  expect((await ask(Operator.deadLetters.reply, "/dead-letters")).items).toEqual([]);
});

it("tells how late the oldest work is", async () => {
  const ann = await w.account("ann");
  const { recordEvents } = await import("@showrunner/services/events/record-events.ts");
  const show = { title: "Show", ids: { trakt: 1 } };
  const draft = {
    type: "show.started" as const,
    subject: "show:1",
    time: "2026-11-20T17:00:00.000Z",
    identity: "1",
    data: { show, progress: { aired: 1, completed: 1, seasons: [] } },
  };
  await recordEvents(w.ctx, ann, [{ draft }], { sending: "later" });
  await w.clock.advance(90_000);
  expect((await ask(Operator.queues.reply, "/queues")).lag).toEqual({
    outboxMs: 90_000,
    dueMs: expect.any(Number),
    tickMs: null,
  });
});

it("says whether Trakt may be called, and why not", async () => {
  expect(await ask(Operator.governor.reply, "/governor")).toMatchObject({ pausedUntil: null, callsOf5Minutes: null });
  await pauseAll(w.ctx, w.clock.now() + 60_000, "Trakt answered 429");
  expect(await ask(Operator.governor.reply, "/governor")).toMatchObject({
    pausedUntil: new Date(w.clock.now() + 60_000).toISOString(),
    pauseReason: "Trakt answered 429",
  });
});

it("counts what was done in each minute of the last hour, and forgets what is older", async () => {
  const clock = manualClock(0);
  const meter = createMeter(clock);
  let calls = 0;
  meter.watch(() => calls);
  const log = meter.heard(() => undefined);
  for (let minute = 0; minute < 90; minute++) {
    log({ kind: "scheduled", minutes: 1, accounts: 3, jobs: 1 });
    calls += 10;
    if (minute < 89) await clock.advance(60_000);
  }
  const hour = meter.hour();
  expect(hour).toHaveLength(60);
  expect(hour.map(({ polls }) => polls)).toEqual(Array.from({ length: 60 }, () => 3));
  expect(meter.recentCalls()).toBe(50);
  await clock.advance(3_600_000);
  expect(meter.hour().every(({ polls }) => polls === 0)).toBe(true);
  expect(meter.recentCalls()).toBe(0);
});

it("estimates by the figures of docs/cost.md, and costs nothing on one machine", async () => {
  const page = readFileSync(new URL("../../../../docs/cost.md", import.meta.url), "utf8");
  for (const [tier, price] of Object.entries(monthly.tiers))
    expect(page).toMatch(new RegExp(String.raw`\| ${tier} min \|.*\| \$${price} \|`));
  expect(page).toContain(`looks at tokens, renewals and storage | $${monthly.account} |`);
  expect(page).toContain(`3 changes a day, each told once | $${monthly.changes} |`);
  expect(page).toContain(`costs $${monthly.stage} a month`);
  expect(costOf(new Map([[1, 1000]])).dollars).toBeCloseTo(3.78 + 23.3 + 0.7 + 2.1, 2);
  await w.account("ann");
  expect(await ask(Operator.cost.reply, "/cost")).toMatchObject({ dollarsPerMonth: 0, accounts: 1 });
  const stage = madeUp({ operatorPassword, deliversItself: false });
  const answer = await stage.app.request("/api/v1/operator/cost", { headers: { authorization } });
  expect(await answer.json()).toMatchObject({ dollarsPerMonth: 3.78, accounts: 0, isWhole: true });
  await stage.close();
});
