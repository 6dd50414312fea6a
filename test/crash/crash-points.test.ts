import { receiver, type Receiver } from "@showrunner/channels/testing/receiver.ts";
import { requestPoll } from "@showrunner/services/poll/poll-cursor.ts";
import { seeded } from "@showrunner/trakt-sandbox/seeded.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { audit, type Audit, differences } from "./audit.ts";
import { type Course, live, napWhere } from "./drive.ts";
import { beginLife, type Life, type LifeOptions } from "./life.ts";
import type { Fate } from "./mortal.ts";

/**
 * `CRASH_POINTS=all` disturbs at every operation, which takes half an hour; otherwise at some, which `CRASH_SEED`
 * chooses. `CRASH_AT=12,13` takes just these: a failure names its own.
 */
const { CRASH_POINTS: points = "some", CRASH_SEED: seed = "1", CRASH_AT: chosen = "" } = process.env;
const isWhole = points === "all";
const timeout = isWhole ? 3_600_000 : 300_000;

// One for each test: what a test that was cut off still sends is not the next one's.
let hook: Receiver;
beforeEach(async () => {
  hook = await receiver();
});
afterEach(async () => {
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
    const workers = await live(life.t, life.happenings, { skipsQuiet: true, ...courseOf(life) });
    return { found: await audit(life, hook.requests), steps: workers[0]?.steps ?? [], workers: workers.length };
  } finally {
    await life.t.close();
  }
}

async function undisturbed(options: LifeOptions = {}): Promise<Lived> {
  const lived = await liveThrough(() => ({}), options);
  expect(lived.found.wrong).toEqual([]);
  expect(lived.found.duplicates + lived.found.window).toBe(0);
  expect(lived.found.outcome.events.length).toBeGreaterThan(30);
  return lived;
}

/** Holds lives that were disturbed against the one that was not. */
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
    /** What went wrong; says on the way what was compared. */
    failures: (what: string): string => {
      process.stdout.write(`${what} (seed ${seed}): ${JSON.stringify(sum)}\n`);
      return failures.join("\n");
    },
  };
}

/** The operations at which to disturb, each `before` it happens and `after`: a sample, and all that must not be repeated. */
function sampled(steps: readonly string[], every: number): { number: number; when: "before" | "after" }[] {
  const numbers =
    chosen === ""
      ? steps.flatMap((step, at) =>
          isWhole || step === "POST /sync/history" || (at + Number(seed)) % every === 0 ? [at + 1] : [],
        )
      : chosen.split(",").map(Number);
  return numbers.flatMap((number) => [
    { number, when: "before" as const },
    { number, when: "after" as const },
  ]);
}

const diesAt =
  (number: number, when: "before" | "after"): Fate =>
  (moment, step) =>
    step.number === number && moment === when ? "die" : undefined;

describe("a worker", () => {
  it("killed between any two operations has lost nothing and done nothing twice", { timeout }, async () => {
    const expected = await undisturbed();
    const compared = comparison(expected);
    for (const { number, when } of sampled(expected.steps, 97)) {
      const fateOf = (worker: number) => (worker === 0 ? diesAt(number, when) : undefined);
      const lived = await liveThrough(() => ({ fateOf }));
      compared.add(`killed ${when} ${number} (${lived.steps[number - 1]})`, lived);
    }
    expect(compared.failures(`killed once in ${expected.steps.length} operations`)).toBe("");
  });

  it("killed again and again has lost nothing and done nothing twice", { timeout }, async () => {
    // What contradicts itself is so far apart that no row of kills hides it from the polls.
    const pace = 6;
    const compared = comparison(await undisturbed({ pace }));
    for (let run = 0; run < (isWhole ? 200 : 6); run++) {
      const next = seeded(`kills ${seed} ${run}`);
      const kills = Array.from({ length: 12 }, () =>
        diesAt(1 + Math.floor(next() * 70), next() < 0.5 ? "before" : "after"),
      );
      compared.add(`run ${run}`, await liveThrough(() => ({ fateOf: (worker) => kills[worker] }), { pace }));
    }
    expect(compared.failures("killed again and again")).toBe("");
  });

  it("that slept at any operation, and woke when others had its work, does nothing twice", { timeout }, async () => {
    const expected = await undisturbed();
    const compared = comparison(expected);
    for (const { number, when } of sampled(expected.steps, 131)) {
      const nap = napWhere((moment, step) => step.number === number && moment === when);
      const lived = await liveThrough(() => ({ nap: { nap, minutes: 14 } }));
      compared.add(`slept ${when} ${number} (${lived.steps[number - 1]})`, lived);
    }
    expect(compared.failures("slept once")).toBe("");
  });
});

describe("workers at the same time", () => {
  it("on the same accounts do everything once", { timeout }, async () => {
    const compared = comparison(await undisturbed());
    for (let run = 0; run < (isWhole ? 200 : 6); run++) {
      const next = seeded(`together ${seed} ${run}`);
      const dawdle: Fate = async () => {
        for (let turns = Math.floor(next() ** 3 * 12); turns > 0; turns--)
          await new Promise((resolve) => setImmediate(resolve));
      };
      const lived = await liveThrough(({ t, accounts }) => ({
        together: 3,
        fateOf: () => dawdle,
        eachMinute: async () => {
          for (const account of [...accounts, ...accounts]) await requestPoll(t.ctx, account.id);
        },
      }));
      expect(lived.found.duplicates + lived.found.window).toBe(0);
      compared.add(`run ${run}`, lived);
    }
    expect(compared.failures("together")).toBe("");
  });
});
