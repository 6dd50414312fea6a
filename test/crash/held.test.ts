import type { Account } from "@showrunner/core/records.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { schedule } from "@showrunner/services/schedule/schedule.ts";
import { sweep } from "@showrunner/services/schedule/sweep.ts";
import { saveSettings } from "@showrunner/services/timing/settings.ts";
import { seeded } from "@showrunner/trakt-sandbox/seeded.ts";
import { expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf } from "../harness/told.ts";
import { type Course, live, napWhere, tick } from "./drive.ts";
import { mortal } from "./mortal.ts";

/**
 * `CRASH_POINTS=all` disturbs at every operation that has to do with waiting; otherwise at some, which `CRASH_SEED`
 * chooses. `CRASH_AT=12,13` takes just these.
 */
const { CRASH_POINTS: points = "some", CRASH_SEED: seed = "1", CRASH_AT: chosen = "" } = process.env;
const timeout = points === "all" ? 3_600_000 : 300_000;

/** One a minute: what one worker has not seen yet, another may tell already. */
const titles = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"];

/** Told after quiet hours, by a throttle, in digests of two, and after a second look. */
const rules = [
  "name: Quiet\nwhen: { event: item.rated }\nthen:\n" +
    "  - { do: notify, channel: inbox, title: 'Q {{ movie.title }}', body: x }\n",
  "name: Throttled\nwhen: { event: item.rated }\nthen:\n" +
    "  - { do: notify, channel: inbox, title: 'T {{ movie.title }}', body: x }\n" +
    "options: { quiet_hours: ignore, throttle: { at_most: 1, per: 4 minutes } }\n",
  "name: Held\nwhen: { event: item.rated }\nthen:\n  - { do: hold, channel: inbox, title: 'D {{ movie.title }}' }\n" +
    "options: { quiet_hours: ignore, digest: { after_items: 2 } }\n",
  "name: Looked at\nwhen: { event: item.rated }\nthen:\n" +
    "  - { do: notify, channel: inbox, title: 'W {{ movie.title }}', body: x, wait: 3 minutes, if: rating > 5 }\n" +
    "options: { quiet_hours: ignore }\n",
];

interface Lived {
  wrong: string[];
  steps: readonly string[];
}

async function liveThrough(course: Course): Promise<Lived> {
  const t = await createTestWorld();
  try {
    const ann = await t.person("ann");
    await saveSettings(t.ctx, ann.id, { time_zone: "UTC", quiet_hours: "12:00-12:12" });
    for (const rule of rules) await t.rule(ann, rule);
    for (let minute = 0; minute < 3; minute++) {
      await tick({ ctx: t.ctx, receiver: t.database.queue });
      await t.clock.advance(60_000);
    }
    const rate = (title: string): void => {
      t.world.rate("ann", { type: "movie", trakt: t.world.addMovie({ title, year: 2020 }) }, 8);
    };
    const happenings = new Map(titles.map((title, at) => [at + 1, () => rate(title)]));
    const workers = await live(t, happenings, course);
    return { wrong: await wrongIn(t, ann), steps: workers[0]?.steps ?? [] };
  } finally {
    await t.close();
  }
}

/** Everything that was to be told is told once, alone or with others, and nothing waits but a digest's odd one. */
async function wrongIn(t: TestWorld, ann: Account): Promise<string[]> {
  const actions = await actionsOf(t, ann);
  const waiting = actions
    .filter(({ state }) => state === "WAITING")
    .map(({ request }) => ("title" in request ? request.title : ""));
  const told = (await readInbox(t.ctx, ann.id, 100)).flatMap(
    ({ title, body }) => `${title}\n${body}`.match(/\b[QTDW] [A-Z][a-z]+\b/g) ?? [],
  );
  const expected = titles.flatMap((title) => ["Q", "T", "D", "W"].map((rule) => `${rule} ${title}`));
  const wrong = expected.flatMap((one) => {
    const times = told.filter((other) => other === one).length;
    const isOddOne = waiting.length === 1 && waiting[0] === one && one.startsWith("D");
    return times === (isOddOne ? 0 : 1) ? [] : [`${one} was told ${times} times`];
  });
  const unfinished = actions.filter(({ state }) => state !== "DONE" && state !== "WAITING");
  return [...wrong, ...unfinished.map(({ id, state, outcome }) => `${id} is ${state}: ${outcome}`)];
}

/** Operations that have to do with waiting: a sample, and all that match `always`. */
function disturbed(
  steps: readonly string[],
  every: number,
  always: RegExp,
): { number: number; when: "before" | "after" }[] {
  const ofWaiting = steps.flatMap((step, at) =>
    /HELD|BUNDLE|WAIT|THROTTLE|ACTION|RUN|SETTINGS|send/.test(step) ? [at + 1] : [],
  );
  const some = ofWaiting.filter(
    (number, at) => points === "all" || always.test(steps[number - 1] ?? "") || (at + Number(seed)) % every === 0,
  );
  const numbers = chosen === "" ? some : chosen.split(",").map(Number);
  return numbers.flatMap((number) => (["before", "after"] as const).map((when) => ({ number, when })));
}

it("what waits is told once, wherever a worker is killed", { timeout }, async () => {
  const { wrong, steps } = await liveThrough({});
  expect(wrong).toEqual([]);
  const failures: string[] = [];
  for (const { number, when } of disturbed(steps, 25, /^send Deliveries/)) {
    const lived = await liveThrough({
      fateOf: (worker) =>
        worker === 0 ? (moment, step) => (step.number === number && moment === when ? "die" : undefined) : undefined,
    });
    failures.push(...lived.wrong.map((one) => `killed ${when} ${number} (${steps[number - 1]}): ${one}`));
  }
  expect(failures).toEqual([]);
});

it("what waits is told once, wherever a worker sleeps while others do its work", { timeout }, async () => {
  const { steps } = await liveThrough({});
  const failures: string[] = [];
  for (const { number, when } of disturbed(steps, 60, /^put BUNDLE/)) {
    const nap = napWhere((moment, step) => step.number === number && moment === when);
    const lived = await liveThrough({ nap: { nap, minutes: 4 } });
    failures.push(...lived.wrong.map((one) => `slept ${when} ${number} (${steps[number - 1]}): ${one}`));
  }
  expect(failures).toEqual([]);
});

it("what waits is told once by workers at the same time", { timeout }, async () => {
  const failures: string[] = [];
  for (let run = 0; run < (points === "all" ? 100 : 4); run++) {
    const next = seeded(`held together ${seed} ${run}`);
    const { wrong } = await liveThrough({
      together: 3,
      fateOf: () => async () => {
        for (let turns = Math.floor(next() ** 3 * 12); turns > 0; turns--)
          await new Promise((resolve) => setImmediate(resolve));
      },
    });
    failures.push(...wrong.map((one) => `run ${run}: ${one}`));
  }
  expect(failures).toEqual([]);
});

it("what one worker was about to tell, and another told with more meanwhile, is told once", async () => {
  const t = await createTestWorld();
  try {
    const ann = await t.person("ann");
    await t.rule(ann, rules[2] ?? "");
    const rate = (title: string): void => {
      t.world.rate("ann", { type: "movie", trakt: t.world.addMovie({ title, year: 2020 }) }, 8);
    };
    await t.minutes(3);
    const nap = napWhere((moment, { what }) => moment === "before" && what.startsWith("put BUNDLE#"));
    const slow = mortal({ ...t.ctx, worker: "slow" }, t.database.queue, nap.fate);
    const seen = async (title: string): Promise<void> => {
      rate(title);
      await t.clock.advance(60_000);
      await schedule(t.ctx);
      await t.drain();
    };
    await seen("One");
    await seen("Two");
    const work = sweep(slow.ctx);
    await nap.begun;
    await seen("Three");
    await sweep(t.ctx);
    await t.drain();
    nap.end();
    await work;
    await t.minutes(5);
    const told = await readInbox(t.ctx, ann.id, 10);
    expect(told.map(({ body }) => body.split("\n").toSorted())).toEqual([["• D One", "• D Three", "• D Two"]]);
  } finally {
    await t.close();
  }
});
