import { finishDeletions } from "@showrunner/services/accounts/delete-account.ts";
import { refreshDueTokens } from "@showrunner/services/accounts/refresh-due.ts";
import { readSharedCalendars } from "@showrunner/services/poll/shared-calendars.ts";
import { readShowUpdates } from "@showrunner/services/poll/statuses.ts";
import { schedule } from "@showrunner/services/schedule/schedule.ts";
import { sweep } from "@showrunner/services/schedule/sweep.ts";
import { fireTimers } from "@showrunner/services/schedule/timers.ts";
import { queueNames } from "@showrunner/core/ports/queue.ts";
import { consumeOnce } from "@showrunner/local/consumer.ts";
import { handlers } from "@showrunner/local/handlers.ts";
import { queues } from "../../stacks/topology.ts";
import type { TestWorld } from "../harness/test-world.ts";
import { consumerOf } from "./queue-rules.ts";
import { withinRights } from "./within-rights.ts";

/** A world as AWS runs it: each service with the rights of its function and no others. */
export interface UnderRights {
  /** Lets hours pass, with everything that runs by the clock once in each. */
  hours(count: number): Promise<void>;
  /** Consumes what the queues hold. */
  drain(): Promise<void>;
  /** What AWS would have refused, and was told in the log. */
  refused(): string[];
}

export function underRights(t: TestWorld): UnderRights {
  const drain = async (): Promise<void> => {
    const { clock } = t;
    for (let handled = 1; handled > 0;) {
      handled = 0;
      for (const queue of queueNames) {
        const ctx = withinRights(consumerOf[queue], t.ctx);
        const handle = handlers[queue].bind(undefined, ctx);
        handled += await consumeOnce({ queue, settings: queues[queue], receiver: t.database.queue, clock, handle });
      }
    }
  };
  return {
    drain,
    hours: async (count) => {
      for (let passed = 0; passed < count; passed++) {
        await t.clock.advance(3_600_000);
        await refreshDueTokens(withinRights("refresh-tokens", t.ctx));
        await finishDeletions(withinRights("refresh-tokens", t.ctx));
        await readSharedCalendars(withinRights("read-shared-calendars", t.ctx));
        await readShowUpdates(withinRights("read-shared-calendars", t.ctx));
        await schedule(withinRights("schedule", t.ctx));
        await fireTimers(withinRights("fire-timers", t.ctx));
        await sweep(withinRights("fire-timers", t.ctx));
        await drain();
      }
    },
    refused: () =>
      t.log.flatMap((entry) => ("message" in entry && entry.message.includes("AccessDenied") ? [entry.message] : [])),
  };
}
