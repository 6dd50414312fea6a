import { type ManualClock, manualClock, systemClock } from "@showrunner/core/clock.ts";
import type { Message } from "@showrunner/core/ports/queue.ts";
import { consumeOnce } from "@showrunner/local/consumer.ts";
import { loadPollCursor, savePollCursor } from "@showrunner/services/poll/poll-cursor.ts";
import { pollJobs } from "@showrunner/services/poll/poll-jobs.ts";
import { PollJob, schedule } from "@showrunner/services/schedule/schedule.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import { tierFor } from "@showrunner/services/schedule/wheel.ts";
import { queues } from "../stacks/topology.ts";
import { connectPeople, eachOf, type Fleet, openFleet } from "./fleet.ts";
import { type Figure, mean, readable } from "./numbers.ts";
import { startSandbox } from "./processes.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * How often an account does something: once a week, at any time. So the load is that of a settled service from the first
 * minute on: of the accounts some are at it now, some were today, and most have been quiet for days.
 */
const meanQuietMs = 7 * 24 * hourMs;

const rule = {
  name: "Watched",
  when: { event: "episode.watched" },
  then: [{ do: "notify", channel: "inbox", title: "{{ show.title }}", body: "watched" }],
};

export interface ScaleOptions {
  accounts: number;
  hours: number;
}

/** The real scheduler and the real polls over many accounts for a simulated day, on a clock that is moved by hand. */
export async function measureScale({ accounts: count, hours }: ScaleOptions): Promise<Figure[]> {
  const sandbox = await startSandbox();
  const clock = manualClock(systemClock.now());
  const fleet = await openFleet(sandbox.url, clock);
  try {
    const startedAt = performance.now();
    const { accounts } = await connectPeople(fleet, sandbox.url, count);
    const ids = accounts.map((account) => account.id);
    await eachOf(ids, 32, (id) => saveRule(fleet.ctx, id, rule, { enabled: true }));
    await drainPolls(fleet, () => {});
    await eachOf([...ids.entries()], 32, ([at, id]) => grow(fleet, id, at / count));
    console.log(`  ${count} accounts connected and seeded in ${readable((performance.now() - startedAt) / 1000)} s`);
    return await day(fleet, clock, sandbox.url, ids, hours);
  } finally {
    await fleet.end();
    await sandbox.stop();
  }
}

/** Gives an account a past: the tier that it would have come to by itself after being quiet for so long. */
async function grow(fleet: Fleet, id: string, place: number): Promise<void> {
  const cursor = await loadPollCursor(fleet.ctx, id);
  if (cursor === undefined) return;
  const { clock, settings } = fleet.ctx;
  // Waits between what happens at random are spread exponentially.
  const quietMs = -Math.log(1 - place) * meanQuietMs;
  const next = { ...cursor.value, lastChangeAt: clock.now() - quietMs, settle: {} };
  const tierMinutes = tierFor(next, clock.now(), settings.tiersMinutes);
  await savePollCursor(fleet.ctx, id, cursor, { ...next, tierMinutes });
}

async function drainPolls(fleet: Fleet, seen: (jobs: readonly Message[]) => void): Promise<void> {
  await Promise.all(
    Array.from({ length: queues.PollJobs.concurrency }, async () => {
      const once = () =>
        consumeOnce({
          queue: "PollJobs",
          settings: queues.PollJobs,
          receiver: fleet.database.queue,
          clock: fleet.ctx.clock,
          handle: async (messages) => {
            seen(messages);
            return await pollJobs(fleet.ctx, messages);
          },
        });
      while ((await once()) > 0);
    }),
  );
}

interface Tally {
  lastPolledAt: Map<string, number>;
  /** The longest wait of any account, as a multiple of the slower of the tiers before and after it. */
  worst: number;
  perMinute: number[];
}

async function day(
  fleet: Fleet,
  clock: ManualClock,
  url: string,
  ids: readonly string[],
  hours: number,
): Promise<Figure[]> {
  const tally: Tally = { lastPolledAt: new Map(), worst: 0, perMinute: [] };
  const tiers = new Map<string, number>();
  const heapsMb: number[] = [];
  const startedAt = performance.now();
  for (let minute = 0; minute < hours * 60; minute++) {
    await watchSomething(url, ids, minute);
    if (minute % 60 === 0) {
      globalThis.gc?.();
      heapsMb.push(process.memoryUsage().heapUsed / 2 ** 20);
      const done = tally.perMinute.reduce((sum, one) => sum + one, 0);
      console.log(`  hour ${minute / 60}: ${done} polls in ${readable((performance.now() - startedAt) / 1000)} s`);
    }
    await clock.advance(minuteMs);
    await schedule(fleet.ctx);
    let polls = 0;
    await drainPolls(fleet, (jobs) => {
      for (const { body } of jobs)
        for (const { id, tierMinutes } of PollJob.parse(body).accounts) {
          polls += 1;
          note(tally, tiers, id, tierMinutes, clock.now());
        }
    });
    tally.perMinute.push(polls);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const total = tally.perMinute.reduce((sum, one) => sum + one, 0);
  const unpolled = ids.filter((id) => !tally.lastPolledAt.has(id)).length;
  const load = Math.max(...tally.perMinute) / mean(tally.perMinute);
  const growth = (heapsMb.at(-1) ?? 0) - (heapsMb[1] ?? heapsMb[0] ?? 0);
  return [
    { what: "polls in the simulated day", value: `${readable(total)} in ${readable(seconds)} s of real time` },
    {
      what: "longest wait, in tiers",
      value: `${tally.worst.toFixed(2)} × (${unpolled} accounts never polled)`,
      aim: "≤ 1.5 ×, 0",
      met: tally.worst <= 1.5 && unpolled === 0,
    },
    {
      what: "load per minute",
      value: `mean ${readable(mean(tally.perMinute))}, max ${Math.max(...tally.perMinute)}: max/mean ${load.toFixed(2)}`,
      aim: "≤ 1.3",
      met: load <= 1.3,
    },
    {
      what: "heap, after the first hour and at the end",
      value: `${readable(heapsMb[1] ?? Number.NaN)} MB → ${readable(heapsMb.at(-1) ?? Number.NaN)} MB`,
      aim: "flat",
      met: growth < 0.25 * (heapsMb[1] ?? 1),
    },
  ];
}

function note(tally: Tally, tiers: Map<string, number>, id: string, tierMinutes: number, now: number): void {
  const last = tally.lastPolledAt.get(id);
  // Between tiers an account waits for its slot in the new one, which the slower of the two bounds.
  const tier = Math.max(tierMinutes, tiers.get(id) ?? 0);
  if (last !== undefined) tally.worst = Math.max(tally.worst, (now - last) / minuteMs / tier);
  tally.lastPolledAt.set(id, now);
  tiers.set(id, tierMinutes);
}

/** Lets as many people watch something as do in a minute, so that tiers change as they do in life. */
async function watchSomething(url: string, ids: readonly string[], minute: number): Promise<void> {
  const each = (ids.length * minuteMs) / meanQuietMs;
  const count = Math.floor((minute + 1) * each) - Math.floor(minute * each);
  if (count === 0) return;
  const happenings = Array.from({ length: count }, (_, at) => ({
    do: "watch",
    username: `person${((Math.floor(minute * each) + at) * 7919) % ids.length}`,
    item: { type: "episode", trakt: 73640 },
  }));
  const answer = await fetch(`${url}/sandbox/happenings`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ happenings }),
  });
  if (!answer.ok) throw new Error(`the sandbox did not take the happenings: ${await answer.text()}`);
}
