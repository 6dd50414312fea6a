import { index, sharedKey } from "@showrunner/core/keys.ts";
import { queueNames, type QueueReceiver } from "@showrunner/core/ports/queue.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { pausedUntil } from "../schedule/pause.ts";
import { load } from "../stored.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

/** What is due is looked for every minute at the latest; later than this, it is not done any more. */
const lateMs = 300_000;
/** More than a busy machine ever has waiting for longer than a moment. */
const manyMessages = 1000;

const Scheduler = z.object({ lastMinute: z.int() });

/** Whether the work of the house is done: the clock's ticks, what is due, what is to be sent, and the queues. */
export async function checkWork(
  ctx: Services,
  queues: QueueReceiver | undefined,
  isRunning: boolean | undefined,
): Promise<Finding[]> {
  const found = [await checkTick(ctx, isRunning), await checkPause(ctx)];
  for (const [check, what, partition] of [
    ["due", "timers and actions", index.due],
    ["outbox", "events that the rules have not been sent", index.outbox],
  ] as const)
    found.push(lagFinding(check, what, await lagOf(ctx, partition), isRunning));
  if (queues === undefined)
    return [
      ...found,
      warning(
        "queues",
        "they were not looked into",
        "Name the stage by what its deployment wrote: --at stage:.sst/outputs.json",
      ),
    ];
  for (const queue of queueNames) found.push(...(await checkQueue(queues, queue)));
  return found;
}

/** When the clock last ticked, epoch ms; undefined before its first tick. */
export async function lastTick(ctx: Services): Promise<number | undefined> {
  const tick = await load(ctx.store, Scheduler, sharedKey("SCHEDULER"));
  return tick === undefined ? undefined : tick.value.lastMinute * 60_000;
}

async function checkTick(ctx: Services, isRunning: boolean | undefined): Promise<Finding> {
  const tick = await load(ctx.store, Scheduler, sharedKey("SCHEDULER"));
  if (tick === undefined)
    return isRunning === true
      ? problem(
          "schedule",
          "nobody was ever scheduled to be polled",
          "Look at the log of Showrunner for errors of `schedule`.",
        )
      : warning("schedule", "nobody was scheduled to be polled yet", "Start Showrunner.");
  const ageMs = ctx.clock.now() - tick.value.lastMinute * 60_000;
  if (ageMs < lateMs) return ok("schedule", `the last tick was ${inWords(ageMs)} ago`);
  const message = `the last tick was ${inWords(ageMs)} ago, so nobody has been polled since`;
  if (isRunning === false) return warning("schedule", message, "Start Showrunner: it makes good what was missed.");
  return problem(
    "schedule",
    message,
    "Look whether the schedule is enabled and what its log says; what was missed is made good.",
  );
}

async function checkPause(ctx: Services): Promise<Finding> {
  const untilMs = (await pausedUntil(ctx)) - ctx.clock.now();
  return untilMs <= 0
    ? ok("pause", "Trakt does not ask us to wait")
    : warning(
        "pause",
        `Trakt asked everybody to wait for another ${inWords(untilMs)}`,
        "Nothing: it goes on by itself.",
      );
}

/** How long the first of an index has been overdue. Its keys begin with the time. */
/** How late the oldest of what is to be done is, in ms. */
export async function lagOf(ctx: Services, partition: (shard: number) => string): Promise<number> {
  let lagMs = 0;
  for (let shard = 0; shard < ctx.settings.shards; shard++) {
    const { items } = await ctx.store.queryIndex({ gsi1pk: partition(shard), limit: 1 });
    const at = items[0]?.gsi1sk?.split("#")[0];
    if (at !== undefined) lagMs = Math.max(lagMs, ctx.clock.now() - Date.parse(at));
  }
  return lagMs;
}

function lagFinding(check: string, what: string, lagMs: number, isRunning: boolean | undefined): Finding {
  if (lagMs < lateMs) return ok(check, `no ${what} are late`);
  const message = `${what} are late, the oldest by ${inWords(lagMs)}`;
  return isRunning === false
    ? warning(check, message, "Start Showrunner: they are done then.")
    : problem(check, message, "Look at the log for errors of `sweep` and `fireTimers` (at a stage, of fire-timers).");
}

async function checkQueue(queues: QueueReceiver, queue: (typeof queueNames)[number]): Promise<Finding[]> {
  const { visible, inFlight, delayed, dead } = await queues.depth(queue);
  const waiting = `${visible} waiting, ${inFlight} in hand, ${delayed} delayed`;
  const check = `queue ${queue}`;
  const found = [
    visible < manyMessages
      ? ok(check, waiting)
      : warning(check, waiting, "More comes in than is worked off: see docs/operate.md, the alarm of its age."),
  ];
  if (dead > 0)
    found.push(
      problem(
        check,
        `${dead} dead messages`,
        "Look why in the log, mend it, and send them again: see docs/operate.md.",
      ),
    );
  return found;
}

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** A span in its largest unit. */
export function inWords(ms: number): string {
  const [name, size] = units.find(([, one]) => Math.abs(ms) >= one) ?? units[3];
  const count = Math.round(Math.abs(ms) / size);
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
