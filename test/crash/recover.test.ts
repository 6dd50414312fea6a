import { receiver, type Receiver } from "@showrunner/channels/testing/receiver.ts";
import { accountPk } from "@showrunner/core/keys.ts";
import { type Account, ActionRecord } from "@showrunner/core/records.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { pingNow } from "@showrunner/services/act/send.ts";
import { releaseAbandoned } from "@showrunner/services/schedule/recover.ts";
import { loadAll } from "@showrunner/services/stored.ts";
import { sweep } from "@showrunner/services/schedule/sweep.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { drain, tick, tickOrDie } from "./drive.ts";
import { mortal } from "./mortal.ts";

const secrets = { signing: ["whsec_cmVjb3Zlci10ZXN0LXNpZ25pbmctc2VjcmV0ISE="] };

let t: TestWorld;
let hook: Receiver;
let ann: Account;
beforeEach(async () => {
  t = await createTestWorld();
  hook = await receiver();
  ann = await t.person("ann");
  const channel = { kind: "webhook", name: "hook", config: { url: hook.origin }, secrets };
  await pingNow(t.ctx, await saveChannel(t.ctx, ann.id, channel));
  hook.requests.length = 0;
});
afterEach(async () => {
  await t.close();
  await hook[Symbol.asyncDispose]();
});

/** Ann rates a movie, and the machine's only worker dies as it has sent what the rule asks for; then it starts again. */
async function restartAfter(what: string, action: string, lagMs = 0): Promise<void> {
  const movie = t.world.addMovie({ title: "Movie", year: 2025 });
  await t.rule(ann, `name: Rated\nwhen: { event: item.rated }\nthen:\n  - { do: ${action} }\n`);
  await tick({ ctx: t.ctx, receiver: t.database.queue });
  await t.clock.advance(60_000);
  t.world.rate("ann", { type: "movie", trakt: movie }, 8);
  const first = mortal(t.ctx, t.database.queue, (moment, step) => {
    if (step.what !== what) return undefined;
    t.sandbox.behaviour.lagMs = lagMs;
    return moment === "after" ? "die" : undefined;
  });
  await tickOrDie(first);
  expect(first.isDead()).toBe(true);
  await t.database.releaseInFlight();
  expect(await releaseAbandoned(t.ctx)).toBe(1);
}

async function goOn(): Promise<ActionRecord | undefined> {
  const ctx = { ...t.ctx, worker: "worker-2" };
  await sweep(ctx);
  await drain({ ctx, receiver: t.database.queue });
  const [action] = await loadAll(t.ctx.store, ActionRecord, accountPk(ann.id), "ACTION#");
  return action?.value;
}

describe("a machine's only worker that starts again", () => {
  it("goes on at once with what it had in hand when it died, and counts it as unsure", async () => {
    await restartAfter("POST webhook", "webhook, channel: hook");
    expect(await goOn()).toMatchObject({ state: "DONE", attempts: 1, unsure: 1 });
    const ids = hook.requests.map(({ headers }) => headers["webhook-id"]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it("looks for a play that it may have sent, once Trakt's reads must show it, and adds no second", async () => {
    // Trakt's reads lag its writes by up to half a minute.
    await restartAfter("POST /sync/history", "history.add, watched_at: now", 30_000);
    expect(await goOn()).toMatchObject({ state: "INFLIGHT" });
    await t.clock.advance(t.ctx.settings.settleMs);
    expect(await goOn()).toMatchObject({ state: "DONE", unsure: 1 });
    expect(t.world.history("ann")).toHaveLength(1);
  });

  it("leaves a claim that another restart has ended already", async () => {
    await restartAfter("POST /sync/history", "history.add, watched_at: now");
    expect(await releaseAbandoned(t.ctx)).toBe(0);
  });
});
