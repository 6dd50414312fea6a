import { pollCursorKey } from "@showrunner/core/keys.ts";
import * as z from "zod";
import type { PollJob } from "../schedule/schedule.ts";
import type { Services } from "../context.ts";
import { load, type Stored } from "../stored.ts";
import { enterWheel, leaveWheel } from "../schedule/wheel.ts";

/** What the polls of an account have seen; moves last, and only when something did. */
export const PollCursor = z.object({
  /** Trakt's activity timestamps, `section.key`, as of the reads that they led to. */
  seen: z.record(z.string(), z.string()),
  /** Feeds that have a snapshot to be diffed against, and of `progress`, `calendar` and `statuses` what was read once. */
  seeded: z.array(z.string()),
  /** Feeds to be read once more, and when (epoch ms): Trakt's reads lag its writes. */
  settle: z.record(z.string(), z.number()),
  /** Some feed could not be read, or not wholly. */
  unsettled: z.boolean(),
  lastChangeAt: z.number(),
  /** When it was last polled, to within a few hours: the cursor is not written at polls that find nothing. */
  polledAt: z.number().nullable().default(null),
  watchingUntil: z.number().nullable(),
  tierMinutes: z.int(),
  /** It is polled at least this often, for what the activities do not tell of; null where nobody needs that. */
  slowestMinutes: z.int().nullable().default(null),
  /** When the person's calendar is to be read next; null while nobody needs it. */
  calendarDueAt: z.number().nullable(),
  /** The timestamps of what a calendar is made of, as of its last read. */
  calendarMark: z.string(),
  /** The offsets that its timers were set for. */
  calendarOffsets: z.array(z.object({ type: z.string(), minutes: z.int() })).default([]),
  /** Up to when (epoch ms) stalled shows were looked for, by how many minutes it takes. */
  stallsSeen: z.record(z.string(), z.number()).default({}),
  /** When stalled shows are to be looked for next; null while nobody needs it. */
  stallsDueAt: z.number().nullable().default(null),
  /** The newest change of a show's status that was looked at. */
  statusesSeen: z.string(),
});
export type PollCursor = z.infer<typeof PollCursor>;

export function loadPollCursor(ctx: Services, accountId: string): Promise<Stored<PollCursor> | undefined> {
  return load(ctx.store, PollCursor, pollCursorKey(accountId));
}

/** Puts an account on the wheel, with a cursor that makes its next poll look at everything. */
export async function startCursor(ctx: Services, accountId: string): Promise<void> {
  const former = await loadPollCursor(ctx, accountId);
  const fastest = ctx.settings.tiersMinutes[0] ?? 1;
  const cursor: PollCursor = former?.value ?? {
    seen: {},
    seeded: [],
    settle: {},
    unsettled: false,
    lastChangeAt: ctx.clock.now(),
    polledAt: null,
    watchingUntil: null,
    tierMinutes: fastest,
    slowestMinutes: null,
    calendarDueAt: null,
    calendarMark: "",
    calendarOffsets: [],
    stallsSeen: {},
    stallsDueAt: null,
    statusesSeen: new Date(ctx.clock.now()).toISOString(),
  };
  if (former === undefined)
    await ctx.store.put({ ...pollCursorKey(accountId), v: 1, data: cursor }, { kind: "absent" });
  await enterWheel(ctx, accountId, cursor.tierMinutes);
}

/** Asks for a poll now, whatever the wheel says: after connecting, or after a rule was switched on. */
export async function requestPoll(ctx: Services, accountId: string): Promise<void> {
  const cursor = await loadPollCursor(ctx, accountId);
  const body: PollJob = {
    minute: Math.floor(ctx.clock.now() / 60_000),
    accounts: [{ id: accountId, tierMinutes: cursor?.value.tierMinutes ?? 1 }],
  };
  await ctx.queue.send("PollJobs", [{ body, group: "poll" }]);
}

/**
 * Moves the cursor under its version, and the account on the wheel when its tier changed. Losing to another poll is
 * no loss: what that one did not see, the next poll finds again.
 */
export async function savePollCursor(
  ctx: Services,
  accountId: string,
  from: Stored<PollCursor>,
  to: PollCursor,
): Promise<void> {
  const moves = to.tierMinutes !== from.value.tierMinutes;
  // Into the new slot first: a crash in between leaves the account in both, and a job of the old slot clears it.
  if (moves) await enterWheel(ctx, accountId, to.tierMinutes);
  const saved = await ctx.store.put(
    { ...pollCursorKey(accountId), v: from.v + 1, data: to },
    { kind: "version", v: from.v },
  );
  if (!moves || !saved) return;
  // Once more: who took it out of that slot before the cursor moved could not know.
  await enterWheel(ctx, accountId, to.tierMinutes);
  await leaveSlot(ctx, accountId, from.value.tierMinutes);
}

/**
 * Takes an account out of a slot of the wheel that it is no longer polled in. A faster worker may have brought it back
 * there meanwhile: then it stays.
 */
export async function leaveSlot(ctx: Services, accountId: string, tierMinutes: number): Promise<void> {
  await leaveWheel(ctx, accountId, tierMinutes);
  const cursor = await loadPollCursor(ctx, accountId);
  if (cursor?.value.tierMinutes === tierMinutes) await enterWheel(ctx, accountId, tierMinutes);
}
