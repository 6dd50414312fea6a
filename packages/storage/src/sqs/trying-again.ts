import type { Clock } from "@showrunner/core/clock.ts";
import type { Random } from "@showrunner/core/ids.ts";
import { Problem } from "@showrunner/core/errors.ts";
import type { QueueName } from "@showrunner/core/ports/queue.ts";
import { failureOf } from "../aws-failure.ts";
import { misconfigured, unavailable } from "./problems.ts";

export interface Patience {
  clock: Clock;
  random: Random;
  /** How long a call is tried again, in all. */
  withinMs: number;
}

/** What became of one attempt: what to try again, and why. */
export interface Left<Entry> {
  entries: readonly Entry[];
  /** AWS' word for it. */
  code: string;
}

const firstWaitMs = 100;
const longestWaitMs = 2000;

/**
 * Attempts all entries, then those that are left, with waits between that double and vary, until none is left.
 * An attempt that fails as a whole leaves all it had.
 *
 * Throws Problem `queue.unavailable` when time is up, `queue.misconfigured` when it would never go well.
 */
export async function untilNoneLeft<Entry>(
  queue: QueueName,
  { clock, random, withinMs }: Patience,
  all: readonly Entry[],
  attempt: (entries: readonly Entry[]) => Promise<Left<Entry>>,
): Promise<void> {
  const deadline = clock.now() + withinMs;
  let left: Left<Entry> = { entries: all, code: "" };
  for (let waitMs = firstWaitMs; left.entries.length > 0; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    left = await attemptOnce(queue, left.entries, attempt);
    if (left.entries.length === 0) return;
    const jitteredMs = waitMs * (0.5 + random.next() / 2);
    if (clock.now() + jitteredMs > deadline) throw unavailable(queue, left.code);
    await clock.sleep(jitteredMs);
  }
}

async function attemptOnce<Entry>(
  queue: QueueName,
  entries: readonly Entry[],
  attempt: (entries: readonly Entry[]) => Promise<Left<Entry>>,
): Promise<Left<Entry>> {
  try {
    return await attempt(entries);
  } catch (error) {
    if (error instanceof Problem) throw error;
    const failure = failureOf(error);
    if (failure.mayPass) return { entries, code: failure.told };
    throw misconfigured(queue, failure);
  }
}

/** One call, tried again like a batch of one. */
export async function persistently<Reply>(
  queue: QueueName,
  patience: Patience,
  call: () => Promise<Reply>,
): Promise<Reply> {
  let reply: { value: Reply } | undefined;
  await untilNoneLeft(queue, patience, [call], async ([only]) => {
    if (only !== undefined) reply = { value: await only() };
    return { entries: [], code: "" };
  });
  if (reply === undefined) throw unavailable(queue, "no answer");
  return reply.value;
}
