import { sharedKey, wheelPk } from "@showrunner/core/keys.ts";
import type { NewMessage } from "@showrunner/core/ports/queue.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { pausedUntil } from "./pause.ts";
import { load, loadAll } from "../stored.ts";

const schedulerKey = sharedKey("SCHEDULER");
const Scheduler = z.object({ lastMinute: z.int() });
const WheelEntry = z.object({ accountId: z.string(), tierMinutes: z.int() });

/** A mark further ahead was set by a clock that has been put right since: waiting for it would stop everybody. */
const clockSkewMinutes = 5;

/** What the scheduler sends: about ten accounts to poll, and the minute that they were due in. */
export const PollJob = z.object({
  minute: z.int(),
  accounts: z.array(z.object({ id: z.string(), tierMinutes: z.int() })),
});
export type PollJob = z.infer<typeof PollJob>;

/**
 * Sends the poll jobs of this minute and of every minute missed since the last tick, each account once.
 * Run every minute; a tick that comes twice in a minute does nothing.
 */
export async function schedule(ctx: Services): Promise<{ minutes: number; accounts: number }> {
  const minute = Math.floor(ctx.clock.now() / 60_000);
  // While Trakt wants us to wait no minute passes: the wheel catches up when the pause is over.
  if ((await pausedUntil(ctx)) > ctx.clock.now()) return { minutes: 0, accounts: 0 };
  const last = await load(ctx.store, Scheduler, schedulerKey);
  const isAhead = last !== undefined && last.value.lastMinute > minute + clockSkewMinutes;
  const from = last === undefined || isAhead ? minute : last.value.lastMinute + 1;
  if (from > minute) return { minutes: 0, accounts: 0 };

  const due = new Map<string, number>();
  for (const tier of ctx.settings.tiersMinutes)
    for (const slot of slotsDue(tier, from, minute))
      for (let shard = 0; shard < ctx.settings.shards; shard++)
        for (const { value } of await loadAll(ctx.store, WheelEntry, wheelPk(tier, slot, shard), ""))
          due.set(value.accountId, Math.min(tier, due.get(value.accountId) ?? tier));

  const accounts = [...due].map(([id, tierMinutes]) => ({ id, tierMinutes }));
  const jobs: NewMessage[] = [];
  const size = ctx.settings.accountsPerPollJob;
  for (let at = 0; at < accounts.length; at += size) {
    const body: PollJob = { minute, accounts: accounts.slice(at, at + size) };
    jobs.push({ body, group: "poll" });
  }
  if (jobs.length > 0) await ctx.queue.send("PollJobs", jobs);
  // Jobs first, mark last: a crash between the two sends them again, and polling twice changes nothing.
  await ctx.store.put(
    { ...schedulerKey, v: (last?.v ?? 0) + 1, data: { lastMinute: minute } },
    last === undefined ? { kind: "absent" } : { kind: "version", v: last.v },
  );
  const minutes = minute - from + 1;
  if (accounts.length > 0) ctx.log({ kind: "scheduled", minutes, accounts: accounts.length, jobs: jobs.length });
  return { minutes, accounts: accounts.length };
}

/** The slots of one tier that fell due from one minute to another, both included. */
export function slotsDue(tier: number, from: number, to: number): number[] {
  if (to - from + 1 >= tier) return Array.from({ length: tier }, (_, slot) => slot);
  const slots: number[] = [];
  for (let minute = from; minute <= to; minute++) slots.push(minute % tier);
  return slots;
}
