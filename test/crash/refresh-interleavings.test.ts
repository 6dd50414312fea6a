import { accountIdOf, deriveId } from "@showrunner/core/ids.ts";
import { actionKey } from "@showrunner/core/keys.ts";
import type { Connection } from "@showrunner/core/records.ts";
import { getConnection } from "@showrunner/services/accounts/accounts.ts";
import { lossOf } from "@showrunner/services/accounts/needs-reconnect.ts";
import { isUsable } from "@showrunner/services/accounts/tokens.ts";
import { listChannels } from "@showrunner/services/act/channels.ts";
import type { Services } from "@showrunner/services/context.ts";
import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Dead, type Perform, RefreshWorld, type Worker } from "./refresh-world.ts";
import { authFates } from "./scripted-trakt.ts";

/**
 * `REFRESH_RUNS` interleavings, of seed `REFRESH_SEED`. A failure prints its seed and path:
 * `REFRESH_SEED=… REFRESH_PATH=… npx vitest run test/crash/refresh-interleavings.test.ts` plays it again.
 */
const { REFRESH_RUNS: runs = "3000", REFRESH_SEED: seed = "1", REFRESH_PATH: path } = process.env;

const accountId = accountIdOf("made-up");
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const leaseMs = 180_000;

/** What a worker does; `stale 5` is an old job of another slot of the wheel. */
const Work = fc.constantFrom("tick", "tick", "tick", "poll", "stale 1", "stale 5", "connect");
type Work = "tick" | "poll" | "stale 1" | "stale 5" | "connect";

const WorkerPlan = fc.record({
  works: fc.array(Work, { minLength: 1, maxLength: 3 }),
  /** The operation at which it dies, before or after it happens. */
  dies: fc.option(fc.record({ at: fc.integer({ min: 1, max: 40 }), when: fc.constantFrom("before", "after") }), {
    freq: 5,
  }),
  /** The operation at which it is slow: many turns of the others pass. */
  dawdlesAt: fc.option(fc.integer({ min: 1, max: 40 }), { freq: 1 }),
  skewMs: fc.constantFrom(0, 0, 0, -2000, 2000),
});

const Plan = fc.record({
  workers: fc.array(WorkerPlan, { minLength: 2, maxLength: 4 }),
  lifeSeconds: fc.constantFrom(7200, 604_800),
  /** How much of the first pair's life has passed. */
  spent: fc.constantFrom(0.1, 0.6, 0.6, 0.6, 1.1),
  authFates: fc.array(fc.constantFrom("ok" as const, ...authFates), { maxLength: 4 }),
  apiFaultShare: fc.constantFrom(0, 0, 0.2, 0.5),
  /** Times that pass, as parts of the life and in milliseconds, and what the person does. */
  turns: fc.array(
    fc.constantFrom("-5s", "1s", "half lease", "lease", "40m", "7h", "half life", "life", "acts", "disconnects"),
    { maxLength: 5 },
  ),
  signInEndsOthers: fc.boolean(),
  seed: fc.nat(),
});
type Plan = typeof Plan extends fc.Arbitrary<infer T> ? T : never;

function takeTurn(world: RefreshWorld, plan: Plan, turn: Plan["turns"][number]): void {
  const lifeMs = plan.lifeSeconds * 1000;
  const jumps = {
    "-5s": -5000,
    "1s": 1000,
    "half lease": leaseMs / 2,
    lease: leaseMs + 1,
    "40m": 40 * minuteMs,
    "7h": 7 * hourMs,
    "half life": lifeMs / 2 + 1,
    life: lifeMs + 1,
    acts: 0,
    disconnects: 0,
  };
  if (turn === "acts") world.trakt.actedAt = world.clock.now();
  if (turn === "disconnects") world.trakt.disconnect();
  world.clock.jump(jumps[turn]);
}

async function doWork(world: RefreshWorld, worker: Worker, work: Work): Promise<void> {
  if (work === "tick") return await world.tick(worker);
  if (work === "connect") return await world.connect(worker);
  const minute = Math.floor(world.clock.now() / minuteMs);
  await pollAccount(
    worker.ctx,
    accountId,
    work === "poll" ? undefined : { minute, tierMinutes: Number(work.slice("stale ".length)) },
  );
}

/** Whose operations come when the scheduler says, and end where the plan says that it dies. */
function planned(s: fc.Scheduler, world: RefreshWorld, name: string, plan: Plan["workers"][number]): Worker {
  let operations = 0;
  let dead = false;
  const perform: Perform = async (what, work) => {
    if (dead) throw new Dead(what);
    const number = ++operations;
    for (let turns = plan.dawdlesAt === number ? 20 : 1; turns > 0; turns--)
      await s.schedule(Promise.resolve(), `${name} ${number} ${what}`);
    if (plan.dies?.at === number && plan.dies.when === "before") dead = true;
    if (dead) throw new Dead(what);
    const result = await work();
    if (plan.dies?.at === number) dead = true;
    if (dead) throw new Dead(what);
    return result;
  };
  return world.worker(name, perform, () => dead, plan.skewMs);
}

const undisturbed: Perform = async (_what, work) => await work();

/** Whether the person was told, through their one channel, that this pair of tokens is lost. */
async function isTold(ctx: Services, lost: Connection): Promise<boolean> {
  const [inbox, ...more] = await listChannels(ctx, accountId);
  expect(more, "one person has one inbox").toEqual([]);
  const id = deriveId("act", ["notice", accountId, lossOf(lost), inbox?.id ?? ""]);
  return (await ctx.store.get(actionKey(accountId, id))) !== undefined;
}

/** When no more goes wrong, a few rounds of what runs by the clock put everything in order. */
async function heal(world: RefreshWorld, last: Worker): Promise<void> {
  for (let round = 0; round < 2; round++) {
    world.clock.jump(hourMs + minuteMs);
    await world.tick(last);
  }
}

function expectNoTokenUsedTwiceUncounted(world: RefreshWorld): void {
  for (const [token, times] of world.trakt.sent)
    expect(times, `${token} was sent so often`).toBeLessThanOrEqual(Math.max(1, world.recorded.get(token) ?? 0));
  expect(world.trakt.overlapping, "one worker at a time").toEqual([]);
}

async function live(s: fc.Scheduler, plan: Plan): Promise<void> {
  const world = new RefreshWorld({ ...plan, leaseMs });
  const last = world.worker("last", undisturbed, () => false);
  await world.connect(last);
  await world.consume(last);
  world.clock.jump(plan.lifeSeconds * 1000 * plan.spent);

  world.trakt.isFaulty = true;
  const workers = plan.workers.map((one, at) => planned(s, world, `w${at}`, one));
  const works = workers.map(async (worker, at) => {
    for (const work of plan.workers[at]?.works ?? []) {
      await doWork(world, worker, work).catch(() => undefined);
      if (worker.isDead()) return;
    }
  });
  const turns = s.scheduleSequence(
    plan.turns.map((turn) => ({ label: turn, builder: async () => takeTurn(world, plan, turn) })),
  );
  await s.waitFor(Promise.all([...works, turns.task]));
  world.trakt.isFaulty = false;

  const wellAt = world.clock.now();
  await heal(world, last);
  expectNoTokenUsedTwiceUncounted(world);
  const { value: end } = await getConnection(last.ctx, accountId);
  const signIns = plan.workers.flatMap((one) => one.works).filter((work) => work === "connect").length;
  // Of two sign-ins at once either may be the one that is kept.
  if (plan.signInEndsOthers && signIns < 2)
    expect(world.trakt.reachable(), "a live pair that we were given is kept").toEqual(
      world.trakt.reachable().filter((token) => token === world.revealed(end.refreshToken)),
    );
  const isPolled = world.trakt.answeredAt > wellAt;
  if (end.state === "active") {
    expect(world.trakt.refresh.has(world.revealed(end.refreshToken)), "its refresh token lives").toBe(true);
    expect(isPolled, "it is active, so it is polled").toBe(true);
    return;
  }
  expect(end.state).toBe("needs_reconnect");
  expect(world.trakt.refresh.has(world.revealed(end.refreshToken)), "told for nothing").toBe(false);
  expect(await isTold(last.ctx, end), "the person was told").toBe(true);
  const isGood = world.trakt.isLive(world.revealed(end.accessToken)) && isUsable(end, world.clock.now());
  expect(isPolled || !isGood, "the old access token serves to its end").toBe(true);

  await world.connect(last);
  const againAt = world.clock.now();
  await heal(world, last);
  expect((await getConnection(last.ctx, accountId)).value.state).toBe("active");
  expect(world.trakt.answeredAt, "connected again, it is polled").toBeGreaterThan(againAt);
}

it(
  "nobody silently stops and no refresh token is used twice uncounted, whatever order, crashes and clocks",
  { timeout: 600_000 },
  async () => {
    const startedAt = process.hrtime.bigint();
    await fc.assert(fc.asyncProperty(fc.scheduler(), Plan, live), {
      numRuns: Number(runs),
      seed: Number(seed),
      endOnFailure: true,
      ...(path === undefined ? {} : { path }),
    });
    const tookMs = Number((process.hrtime.bigint() - startedAt) / 1_000_000n);
    process.stdout.write(`${runs} interleavings of seed ${seed} in ${tookMs} ms\n`);
  },
);
