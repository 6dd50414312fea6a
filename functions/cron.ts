import { messageOf } from "@showrunner/core/errors.ts";
import type { Services } from "@showrunner/services/context.ts";
import type { Metrics } from "./metrics.ts";
import type { Arrow } from "./runtime.ts";

/** What is done at a tick, by name. */
export type Work = Record<string, (ctx: Services, metrics: Metrics) => Promise<unknown>>;

/**
 * The arrow out of the clock: does one thing after the other. One that fails is told, does not keep the others from
 * being done, and fails the call, so that the scheduler repeats it and counts it.
 */
export function cron(work: Work): Arrow<unknown, void> {
  return (runtime) => async () => {
    const failed: string[] = [];
    for (const [where, run] of Object.entries(work)) {
      try {
        await run(runtime.services, runtime.metrics);
      } catch (error) {
        failed.push(where);
        runtime.services.log({ kind: "defect", where, message: messageOf(error) });
      }
    }
    if (failed.length > 0) throw new Error(`failed: ${failed.join(", ")}`);
  };
}
