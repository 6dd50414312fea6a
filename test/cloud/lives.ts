import type { Receiver } from "@showrunner/channels/testing/receiver.ts";
import { expect } from "vitest";
import { audit, type Audit, differences } from "../crash/audit.ts";
import { leftToDo } from "../crash/drive.ts";
import { beginLife } from "../crash/life.ts";
import type { WorldDriverOptions } from "../harness/world-drivers.ts";
import { type CloudOptions, inTheCloud } from "./in-the-cloud.ts";
import { keptInSqlite } from "./kept-in-sqlite.ts";

/** Longer than any lease and any message's hiding, twice over. */
const patienceMinutes = 60;

/** What is done to a life: how its cloud is made, and when that begins and ends. */
export interface Disturbance {
  cloud?(options: WorldDriverOptions): CloudOptions | Promise<CloudOptions>;
  /** When the people are connected, before anything happens. */
  begin?(): void;
  /** When the last thing has happened. */
  end?(): void;
}

/** The life of `test/crash`: three people, their rules, and what happens to them, over Lambda's handlers. */
export async function liveInTheCloud(hook: Receiver, disturbance: Disturbance = {}): Promise<Audit> {
  const { cloud = (options: WorldDriverOptions) => ({ ...options, keptIn: keptInSqlite(options.clock) }) } =
    disturbance;
  const life = await beginLife(hook.origin, { drivers: async (options) => await inTheCloud(await cloud(options)) });
  const { t, happenings } = life;
  try {
    // The pings of new channels are nothing that an action asked for.
    hook.requests.length = 0;
    disturbance.begin?.();
    const last = Math.max(...happenings.keys());
    let idleMinutes = 0;
    for (let minute = 1; minute <= last + patienceMinutes; minute++) {
      await happenings.get(minute)?.();
      if (minute === last) disturbance.end?.();
      await t.minutes(1);
      const isIdle = !happenings.has(minute) && (await leftToDo(t)).length === 0;
      // So many idle minutes that what the last effects changed at Trakt is seen, and read again once it has settled.
      idleMinutes = isIdle ? idleMinutes + 1 : 0;
      if (minute > last && idleMinutes >= 6) return await audit(life, hook.requests);
    }
    throw new Error(`not idle after ${patienceMinutes} minutes: ${(await leftToDo(t)).join("; ")}`);
  } finally {
    await t.close();
  }
}

/** A life that nothing disturbed: what the others are held against. */
export async function undisturbed(hook: Receiver): Promise<Audit> {
  const lived = await liveInTheCloud(hook);
  expect(lived.wrong).toEqual([]);
  expect(lived.duplicates + lived.window).toBe(0);
  expect(lived.outcome.events.length).toBeGreaterThan(30);
  return lived;
}

/** What is wrong with a life, and how it differs from the one that nothing disturbed. */
export function wrongOf(expected: Audit, found: Audit): string[] {
  return [...found.wrong, ...differences(expected.outcome, found.outcome)];
}
