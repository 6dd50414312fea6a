import { functionOf } from "./functions.ts";
import { cloud, schedulesSeconds } from "./topology.ts";

/** What runs by the clock, and by which of the topology's periods. */
const ticks = {
  schedule: schedulesSeconds.schedule,
  // Timers and the sweeper look into the same index, as often: one function does both.
  "fire-timers": Math.min(schedulesSeconds.fireTimers, schedulesSeconds.sweep),
  "refresh-tokens": schedulesSeconds.refreshTokens,
  "read-shared-calendars": schedulesSeconds.readShared,
} as const;

const components = {
  schedule: "Schedule",
  "fire-timers": "FireTimers",
  "refresh-tokens": "RefreshTokens",
  "read-shared-calendars": "ReadSharedCalendars",
} as const;

export const schedules = (["schedule", "fire-timers", "refresh-tokens", "read-shared-calendars"] as const).map(
  (name) => {
    const args = functionOf(name, cloud.periodicTimeoutSeconds[name]);
    const cron = new sst.aws.CronV2(components[name], {
      function: {
        ...args,
        retries: cloud.tickRetries,
        transform: { ...args.transform, eventInvokeConfig: { maximumEventAgeInSeconds: cloud.tickMaxAgeSeconds } },
      },
      schedule: every(ticks[name]),
      retries: cloud.tickRetries,
      transform: {
        schedule: (made) => {
          made.target = $output(made.target).apply((target) => ({
            ...target,
            retryPolicy: {
              maximumRetryAttempts: cloud.tickRetries,
              maximumEventAgeInSeconds: cloud.tickMaxAgeSeconds,
            },
          }));
        },
      },
    });
    return { name, function: cron.nodes.function };
  },
);

/** EventBridge knows whole minutes, and one of them in the singular. */
function every(seconds: number): `rate(${string})` {
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "rate(1 minute)" : `rate(${minutes} minutes)`;
}
