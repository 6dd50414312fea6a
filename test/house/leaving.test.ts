import { connectionKey, pollCursorKey } from "@showrunner/core/keys.ts";
import { Connection } from "@showrunner/core/records.ts";
import { claim, finish } from "@showrunner/services/act/actions.ts";
import { comeBack, leave, takeBack } from "@showrunner/services/house/leave.ts";
import { load } from "@showrunner/services/stored.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf } from "../harness/told.ts";
import { busyAccount, type BusyAccount } from "./busy-account.ts";
import { anotherHouse, codeOf, packed, unpack } from "./houses.ts";

let t: TestWorld;
let ann: BusyAccount;
beforeEach(async () => {
  t = await createTestWorld();
  ann = await busyAccount(t, "ann");
});
afterEach(async () => {
  await ann[Symbol.asyncDispose]();
  await t.close();
});

/** Leaves a house where others work on the same store; what happens meanwhile is `meanwhile`, after so many ms. */
async function leavesWhile(meanwhile: () => Promise<unknown>, afterMs: number): Promise<boolean> {
  let isOver = false;
  const leaving = leave(t.ctx, ann.account, { alone: false, reason: "It has left" }).then(() => (isOver = true));
  const step = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 5000) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      await t.clock.advance(5000);
    }
  };
  await step(afterMs);
  const wasOver = isOver;
  await meanwhile();
  while (!isOver) await step(5000);
  await leaving;
  return wasOver;
}

describe("leaving a house where others are at work", () => {
  it("waits until an action that a worker has in hand is done, and takes it along as done", async () => {
    ann.answer.status = 503;
    ann.watch();
    await t.minutes(3);
    const retried = (await actionsOf(t, ann.account)).find(({ state }) => state === "RETRY");
    await t.clock.advance(20 * 60_000);
    const held = await claim(t.worker("another"), ann.account.id, retried?.id ?? "");
    if (held === undefined) throw new Error("there was nothing to do");
    const wasOver = await leavesWhile(async () => {
      expect(await finish(t.ctx, held, "done by another")).toBe(true);
    }, 150_000);
    expect(wasOver).toBe(false);
    const other = anotherHouse(t);
    await unpack(other.ctx, (await packed(t.ctx, [ann.account], { leaving: false })).source);
    const there = (await actionsOf({ ...t, ctx: other.ctx }, ann.account)).find(({ id }) => id === retried?.id);
    expect(there).toMatchObject({ state: "DONE", outcome: "done by another" });
    await other.close();
  });

  it("waits until tokens that are being renewed are saved: the new pair moves, and is not ended", async () => {
    const known = await load(t.ctx.store, Connection, connectionKey(ann.account.id));
    if (known === undefined) throw new Error("nobody is connected");
    const lease = { owner: "another", until: t.clock.now() + 120_000 };
    const { v, value } = known;
    await t.ctx.store.put({ ...connectionKey(ann.account.id), v: v + 1, data: { ...value, lease } });
    const place = { purpose: "tokens" as const, accountId: ann.account.id, field: "accessToken" };
    await leavesWhile(async () => {
      const { Secret } = await import("@showrunner/core/secret.ts");
      const accessToken = await t.ctx.vault.seal(place, new Secret("a-newer-made-up-token"));
      const data = { ...value, accessToken, lease: null };
      const saved = await t.ctx.store.put(
        { ...connectionKey(ann.account.id), v: v + 2, data },
        { kind: "version", v: v + 1 },
      );
      expect(saved).toBe(true);
    }, 60_000);
    await comeBack(t.ctx, ann.account);
    const back = await load(t.ctx.store, Connection, connectionKey(ann.account.id));
    const token = await t.ctx.vault.open(place, back?.value.accessToken ?? "");
    expect(token.reveal()).toBe("a-newer-made-up-token");
  });

  it("is not over before whoever had read the rules earlier is done with them", async () => {
    const startedAt = t.clock.now();
    await leavesWhile(() => Promise.resolve(), 5000);
    expect(t.clock.now() - startedAt).toBeGreaterThanOrEqual(t.ctx.settings.leaseMs);
    expect(await t.ctx.store.get(pollCursorKey(ann.account.id))).toBeDefined();
  });
});

describe("an account that is only half here", () => {
  it("neither leaves, nor is exported, nor is taken up before it has wholly arrived", async () => {
    const other = anotherHouse(t);
    const { source } = await packed(t.ctx, [ann.account]);
    let left = 30;
    const store = {
      ...other.ctx.store,
      put: ((item, condition) => {
        if ((left -= 1) < 0) throw new Error("power cut");
        return other.ctx.store.put(item, condition);
      }) satisfies typeof other.ctx.store.put,
    };
    await expect(unpack({ ...other.ctx, store }, source)).rejects.toThrow("power cut");
    expect(await codeOf(() => packed(other.ctx, [ann.account], { leaving: false }))).toBe("house.arriving");
    expect(await codeOf(() => packed(other.ctx, [ann.account]))).toBe("house.arriving");
    expect(await takeBack(other.ctx, ann.account)).toBe(false);
    expect(await unpack(other.ctx, source)).toMatchObject([{ outcome: "arrived" }]);
    await other.close();
  });
});
