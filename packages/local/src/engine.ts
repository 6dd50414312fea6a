import { queueNames } from "@showrunner/core/ports/queue.ts";
import type { Services } from "@showrunner/services/context.ts";
import { finishDeletions } from "@showrunner/services/accounts/delete-account.ts";
import { refreshDueTokens } from "@showrunner/services/accounts/refresh-due.ts";
import { schedule } from "@showrunner/services/schedule/schedule.ts";
import { readSharedCalendars } from "@showrunner/services/poll/shared-calendars.ts";
import { readShowUpdates } from "@showrunner/services/poll/statuses.ts";
import { sweep } from "@showrunner/services/schedule/sweep.ts";
import { fireTimers } from "@showrunner/services/schedule/timers.ts";
import type { Database } from "@showrunner/storage/sqlite/database.ts";
import { oneMachineSchedulesSeconds, queues } from "../../../stacks/topology.ts";
import { startConsumer } from "./consumer.ts";
import { handlers } from "./handlers.ts";
import { startPeriodic } from "./periodic.ts";

export interface Engine {
  /** Takes no new work, finishes what is under way. */
  stop(): Promise<void>;
}

/** What runs by the clock, by the name of its schedule in the topology. */
function periodicWork(
  ctx: Services,
  database: Database,
): Record<keyof typeof oneMachineSchedulesSeconds, () => Promise<unknown>> {
  return {
    schedule: () => schedule(ctx),
    fireTimers: () => fireTimers(ctx),
    sweep: () => sweep(ctx),
    refreshTokens: async () => {
      await refreshDueTokens(ctx);
      await finishDeletions(ctx);
    },
    readShared: async () => {
      await readSharedCalendars(ctx);
      await readShowUpdates(ctx);
    },
    purgeExpired: () => database.purgeExpired(),
  };
}

/** Starts the scheduler and the consumers: what EventBridge and Lambda do in the cloud. */
export function startEngine(ctx: Services, database: Database): Engine {
  const consumers = new Map(
    queueNames.map((queue) => [
      queue,
      startConsumer({
        queue,
        settings: queues[queue],
        receiver: database.queue,
        clock: ctx.clock,
        log: ctx.log,
        handle: (messages) => handlers[queue](ctx, messages),
      }),
    ]),
  );
  const unsubscribe = database.onSend((queue) => consumers.get(queue)?.wake());
  const periodics = Object.entries(periodicWork(ctx, database)).map(([name, work]) =>
    startPeriodic(ctx.clock, ctx.log, name, everySeconds(name), work),
  );
  return {
    stop: async () => {
      await Promise.all(periodics.map((one) => one.stop()));
      await Promise.all([...consumers.values()].map((one) => one.stop()));
      unsubscribe();
    },
  };
}

function everySeconds(name: string): number {
  const found = Object.entries(oneMachineSchedulesSeconds).find(([one]) => one === name);
  return found === undefined ? 60 : found[1];
}
