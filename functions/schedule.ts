import { schedule } from "@showrunner/services/schedule/schedule.ts";
import { cron } from "./cron.ts";
import { drivers } from "./parts/drivers.ts";
import { onLambda } from "./runtime.ts";

/** Every minute: who is due goes to PollJobs. */
export const arrow = cron({ schedule });
export const handler = onLambda("schedule", drivers, arrow);
