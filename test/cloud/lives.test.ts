import { receiver, type Receiver } from "@showrunner/channels/testing/receiver.ts";
import { seeded } from "@showrunner/trakt-sandbox/seeded.ts";
import type { SQSRecord } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type FunctionName, functionNeeds } from "../../functions/environment.ts";
import type { Audit } from "../crash/audit.ts";
import type { Fate } from "../crash/mortal.ts";
import { endAws } from "./aws-of-this-machine.ts";
import { keptInSqlite } from "./kept-in-sqlite.ts";
import { liveInTheCloud, undisturbed, wrongOf } from "./lives.ts";
import { mortalCall } from "./mortal-function.ts";

/**
 * `CLOUD_LIVES=20` lives so many lives of each kind, which `CLOUD_SEED` chooses; `CLOUD_KILL_EVERY=1` kills at each
 * operation, which takes hours.
 */
const { CLOUD_LIVES: lives = "2", CLOUD_SEED: seed = "1", CLOUD_KILL_EVERY: every = "300" } = process.env;
vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });

let hook: Receiver;
let expected: Audit;
beforeAll(async () => {
  hook = await receiver();
  expected = await undisturbed(hook);
});
afterAll(async () => {
  await hook[Symbol.asyncDispose]();
  await endAws();
});

type Next = () => number;
const seeds = Array.from({ length: Number(lives) }, (_, at) => `${seed}.${at}`);

/** A life in which each call of a function, from the first happening on, has a fate of its own. */
async function mortals(fateOf: () => Fate | undefined): Promise<{ found: Audit; calls: number; steps: string[] }> {
  let isOn = false;
  let calls = 0;
  const steps: string[] = [];
  const found = await liveInTheCloud(hook, {
    begin: () => {
      isOn = true;
    },
    cloud: (options) => ({
      ...options,
      keptIn: keptInSqlite(options.clock),
      around: async (runtime, work) => {
        if (!isOn) return await work(runtime);
        calls += 1;
        const call = mortalCall(runtime, fateOf() ?? (() => undefined));
        try {
          return await call.run(work);
        } finally {
          steps.push(...call.steps.map((step) => `${runtime.name}: ${step}`));
        }
      },
    }),
  });
  return { found, calls, steps };
}

describe("a function that Lambda kills", () => {
  it("at any of its operations, before or after it, has lost nothing and done nothing twice", async () => {
    const { steps } = await mortals(() => undefined);
    const wrong: string[] = [];
    const at = steps.flatMap((what, number) =>
      what.endsWith("/sync/history") || number % Number(every) === 0 ? number : [],
    );
    let kills = 0;
    for (const [turn, number] of at.entries()) {
      let seen = 0;
      let isKilled = false;
      const moment = turn % 2 === 0 ? "before" : "after";
      const { found } = await mortals(() => (when, step) => {
        if (step.number === null || isKilled) return undefined;
        if (when === "before") seen += 1;
        if (seen - 1 !== number || when !== moment) return undefined;
        isKilled = true;
        kills += 1;
        return "die";
      });
      const differs = wrongOf(expected, found);
      if (differs.length > 0) wrong.push(`killed ${moment} ${number} (${steps[number]}):`, ...differs);
    }
    expect(wrong).toEqual([]);
    // Two lives have not quite as many operations.
    expect(kills).toBeGreaterThan(Math.max(3, at.length / 2));
  });

  it.each(seeds)("again and again has lost nothing and done nothing twice (seed %s)", async (one) => {
    const next = seeded(`killed functions ${one}`);
    let left = 25;
    const { found } = await mortals(() => {
      if (left === 0 || next() < 0.9) return undefined;
      left -= 1;
      const number = 1 + Math.floor(next() * 12);
      const moment = next() < 0.5 ? "before" : "after";
      return (when, step) => (step.number === number && when === moment ? "die" : undefined);
    });
    expect(wrongOf(expected, found)).toEqual([]);
    expect(found.duplicates).toBeLessThanOrEqual(found.window);
  });
});

describe("messages that SQS delivers more than once, in any order", () => {
  /** One to three times in a batch, and again in a later one of the same queue. */
  const repeating = (next: Next) => {
    const again = new Map<string, SQSRecord[]>();
    return (records: SQSRecord[]): SQSRecord[] => {
      const arn = records[0]?.eventSourceARN ?? "";
      const batch = [...records, ...(again.get(arn) ?? [])];
      again.set(
        arn,
        records.filter(() => next() < 0.3),
      );
      for (const record of records)
        for (let times = Math.floor(next() * 3); times > 0; times--) batch.push({ ...record });
      return batch.toSorted(() => next() - 0.5);
    };
  };

  it.each(seeds)("have their effects once (seed %s)", async (one) => {
    const deliver = repeating(seeded(`repeated records ${one}`));
    const found = await liveInTheCloud(hook, {
      cloud: (options) => ({ ...options, keptIn: keptInSqlite(options.clock), deliver }),
    });
    expect(wrongOf(expected, found)).toEqual([]);
    expect(found.duplicates + found.window).toBe(0);
  });
});

describe("functions whose clocks are minutes apart", () => {
  const names = Object.keys(functionNeeds).filter((name): name is FunctionName => name in functionNeeds);

  it.each(seeds)("do a whole life as if they were not (seed %s)", async (one) => {
    const next = seeded(`clocks ${one}`);
    const skewMs = new Map(names.map((name) => [name, Math.round((next() * 2 - 1) * 4 * 60_000)]));
    const found = await liveInTheCloud(hook, {
      cloud: (options) => ({
        ...options,
        keptIn: keptInSqlite(options.clock),
        clockOf: (name) => ({ ...options.clock, now: () => options.clock.now() + (skewMs.get(name) ?? 0) }),
      }),
    });
    expect({ skewMs, wrong: wrongOf(expected, found) }).toEqual({ skewMs, wrong: [] });
    expect(found.duplicates + found.window).toBe(0);
  });
});
