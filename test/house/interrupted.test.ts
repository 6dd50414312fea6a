import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import { leave, takeBack } from "@showrunner/services/house/leave.ts";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { busyAccount, type BusyAccount } from "./busy-account.ts";
import { allOf, anotherHouse, belongings, type Moved, packed, unpack } from "./houses.ts";

class PowerCut extends Error {}

/** A store whose power goes with, or just after, the write of that number. */
function mortal(store: Store, writes: number, isDone: boolean): Store {
  let left = writes;
  const dying = async <T>(write: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left < 0) throw new PowerCut();
    const done = await write();
    if (left === 0 && isDone) throw new PowerCut();
    return done;
  };
  return {
    ...store,
    put: (item, condition) => dying(() => store.put(item, condition)),
    delete: (key, condition) => dying(() => store.delete(key, condition)),
  };
}

async function untilThePowerGoes(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error;
    return true;
  }
}

let t: TestWorld;
let ann: BusyAccount;
let moved: Moved;
let before: Map<string, string>;
/** Writes of a whole import. */
let whole: number;
beforeAll(async () => {
  t = await createTestWorld();
  ann = await busyAccount(t, "ann");
  // Something of everything that wakes: an action that waits for its next try, and timers.
  ann.answer.status = 503;
  ann.watch();
  await t.minutes(3);
  before = await belongings(t.ctx, ann.account.id);
  moved = await packed(t.ctx, [ann.account]);
  const house = anotherHouse(t);
  await unpack(house.ctx, moved.source);
  whole = house.database.counts().writes;
  await house.close();
});
afterAll(async () => {
  await ann[Symbol.asyncDispose]();
  await t.close();
});

const cut = fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), isDone: fc.boolean() });

describe("an import whose power goes at any write, again and again", () => {
  it("goes on when it is run again, and all is there as it would have been; the account wakes only at the end", async () => {
    let interrupted = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 3 }), async (all) => {
        const house = anotherHouse(t);
        try {
          for (const { share, isDone } of all) {
            const writes = 1 + Math.floor(share * (whole - 1));
            const ctx = { ...house.ctx, store: mortal(house.ctx.store, writes, isDone) };
            if (await untilThePowerGoes(() => unpack(ctx, moved.source))) interrupted += 1;
          }
          await unpack(house.ctx, moved.source);
          expect(await belongings(house.ctx, ann.account.id)).toEqual(before);
          expect((await allOf(house.ctx.store, ann.account.id)).filter(({ data }) => "away" in data)).toEqual([]);
          const [again] = await unpack(house.ctx, moved.source);
          expect(again?.outcome).toBe("there already");
        } finally {
          await house.close();
        }
      }),
      { numRuns: 25 },
    );
    expect(interrupted).toBeGreaterThan(15);
  }, 180_000);

  it("with a house at work meanwhile, nothing is done twice and nothing is forgotten", async () => {
    ann.answer.status = 200;
    expect(whole).toBeGreaterThan(40);
    // Rows first, and at the end what wakes them.
    for (const writes of [3, Math.floor(whole / 2), ...[9, 7, 5, 3, 2, 1].map((left) => whole - left)]) {
      const house = anotherHouse(t);
      const sent = ann.hook.requests.length;
      try {
        await untilThePowerGoes(() =>
          unpack({ ...house.ctx, store: mortal(house.ctx.store, writes, true) }, moved.source),
        );
        await house.minutes(2);
        await unpack(house.ctx, moved.source);
        await t.clock.advance(6 * 60_000);
        await house.minutes(3);
        const ids = ann.hook.requests.slice(sent).map(({ body }) => ChangeEvent.parse(JSON.parse(body)).id);
        expect(`${writes}: ${ids.length}`).toBe(`${writes}: 1`);
      } finally {
        await house.close();
      }
    }
  }, 180_000);
});

describe("leaving, cut off at any write", () => {
  it("goes on when it is run again, and the way back finds everything as it was", async () => {
    await takeBack(t.ctx, ann.account);
    const home = await belongings(t.ctx, ann.account.id);
    for (let writes = 1; writes <= 12; writes++)
      for (const isDone of [false, true]) {
        const ctx = { ...t.ctx, store: mortal(t.ctx.store, writes, isDone) };
        const options = { alone: true, reason: "It has left" };
        await untilThePowerGoes(() => leave(ctx, ann.account, options));
        await leave(t.ctx, ann.account, options);
        await untilThePowerGoes(() => takeBack({ ...ctx, store: mortal(t.ctx.store, writes, isDone) }, ann.account));
        await takeBack(t.ctx, ann.account);
        expect(await belongings(t.ctx, ann.account.id)).toEqual(home);
        expect((await allOf(t.ctx.store, ann.account.id)).filter(({ data }) => "away" in data)).toEqual([]);
      }
  });
});
