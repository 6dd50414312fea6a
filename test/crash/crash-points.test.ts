import { receiver, type Receiver } from "@showrunner/channels/testing/receiver.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audit, type Audit, differences } from "./audit.ts";
import { requestPoll } from "@showrunner/services/poll-cursor.ts";
import { seeded } from "@showrunner/trakt-sandbox/seeded.ts";
import { type Course, live, napWhere } from "./drive.ts";
import { beginLife, type Life, type LifeOptions } from "./life.ts";
import type { Fate } from "./mortal.ts";

/**
 * `CRASH_POINTS=all` kills at every operation, which takes some minutes; otherwise every so many, from a start that
 * `CRASH_SEED` chooses.
 */
const { CRASH_POINTS: points = "some", CRASH_SEED: seed = "1" } = process.env;
const stride = points === "all" ? 1 : 17;

let hook: Receiver;
beforeAll(async () => {
  hook = await receiver();
});
afterAll(async () => {
  await hook[Symbol.asyncDispose]();
});

interface Lived {
  found: Audit;
  /** The operations of the first worker. */
  steps: readonly string[];
  workers: number;
}

/** Lives the made-up people's life on a course, and audits it. */
async function liveThrough(courseOf: (life: Life) => Course, options: LifeOptions = {}): Promise<Lived> {
  const life = await beginLife(hook.origin, options);
  try {
    hook.requests.length = 0;
    const workers = await live(life.t, life.happenings, courseOf(life));
    return { found: await audit(life, hook.requests), steps: workers[0]?.steps ?? [], workers: workers.length };
  } finally {
    await life.t.close();
  }
}

const undisturbed = async (options: LifeOptions = {}): Promise<Lived> => {
  const lived = await liveThrough(() => ({}), options);
  expect(lived.found.wrong).toEqual([]);
  expect(lived.found.duplicates + lived.found.window).toBe(0);
  expect(lived.found.outcome.events.length).toBeGreaterThan(30);
  return lived;
};

/** Sums up lives that were disturbed, each held against the one that was not. */
function comparison(expected: Lived) {
  const failures: string[] = [];
  const sum = { lives: 0, workers: 0, duplicates: 0, window: 0 };
  return {
    add: (name: string, { found, workers }: Lived): void => {
      const wrong = [...found.wrong, ...differences(expected.found.outcome, found.outcome)];
      if (wrong.length > 0) failures.push(`${name}:`, ...wrong);
      sum.lives += 1;
      sum.workers += workers;
      sum.duplicates += found.duplicates;
      sum.window += found.window;
    },
    expectNone: (what: string): void => {
      process.stdout.write(`${`${what}: ${JSON.stringify(sum)}`}\n`);
      expect(failures.join("\n")).toBe("");
      expect(sum.duplicates).toBeLessThanOrEqual(sum.window);
    },
  };
}

const diesAt =
  (number: number, when: "before" | "after"): Fate =>
  (moment, step) =>
    step.number === number && moment === when ? "die" : undefined;

const moments = ["before", "after"] as const;
const only = (process.env["CRASH_AT"] ?? "").split(",").filter(Boolean).map(Number);
const sampled = (steps: readonly string[], every: number): number[] =>
  only.length > 0 ? only : steps.map((_, at) => at + 1).filter((number) => (number + Number(seed)) % every === 0);

describe("a worker", () => {
  it("killed between any two operations has lost nothing and done nothing twice", { timeout: 1_800_000 }, async () => {
    const expected = await undisturbed();
    const compared = comparison(expected);
    for (const number of sampled(expected.steps, stride))
      for (const when of moments) {
        const lived = await liveThrough(() => ({
          fateOf: (worker) => (worker === 0 ? diesAt(number, when) : undefined),
        }));
        compared.add(`killed ${when} ${number} (${lived.steps[number - 1]})`, lived);
      }
    compared.expectNone(`killed once, at ${expected.steps.length} operations`);
  });

  it("killed again and again has lost nothing and done nothing twice", { timeout: 1_800_000 }, async () => {
    const expected = await undisturbed({ pace: 6 });
    const compared = comparison(expected);
    for (let run = 0; run < (points === "all" ? 200 : 10); run++) {
      const next = seeded(`kills ${seed} ${run}`);
      const kills = Array.from({ length: 12 }, () =>
        diesAt(1 + Math.floor(next() * 70), next() < 0.5 ? "before" : "after"),
      );
      compared.add(
        `kills ${seed} ${run}`,
        await liveThrough(() => ({ fateOf: (worker) => kills[worker] }), { pace: 6 }),
      );
    }
    compared.expectNone("killed again and again");
  });

  it(
    "that slept at any operation, and woke when others had its work, does nothing twice",
    { timeout: 1_800_000 },
    async () => {
      const expected = await undisturbed();
      const compared = comparison(expected);
      for (const number of sampled(expected.steps, 2 * stride))
        for (const when of moments) {
          const nap = napWhere((moment, step) => step.number === number && moment === when);
          const lived = await liveThrough(() => ({ nap: { nap, minutes: 14 } }));
          compared.add(`slept ${when} ${number} (${lived.steps[number - 1]})`, lived);
        }
      compared.expectNone("slept once");
    },
  );
});

describe("workers at the same time", () => {
  it("on the same accounts do everything once", { timeout: 1_800_000 }, async () => {
    const expected = await undisturbed();
    const compared = comparison(expected);
    for (let run = 0; run < (points === "all" ? 200 : 15); run++) {
      const next = seeded(`together ${seed} ${run}`);
      const dawdle: Fate = async () => {
        for (let turns = Math.floor(next() ** 3 * 12); turns > 0; turns--)
          await new Promise((done) => setImmediate(done));
      };
      const lived = await liveThrough(({ t, accounts }) => ({
        together: 3,
        fateOf: () => dawdle,
        eachMinute: async () => {
          for (const account of accounts) for (let time = 0; time < 2; time++) await requestPoll(t.ctx, account.id);
        },
      }));
      compared.add(`together ${seed} ${run}`, lived);
    }
    compared.expectNone("together");
  });
});
