import { sweep } from "@showrunner/services/schedule/sweep.ts";
import { fireTimers } from "@showrunner/services/schedule/timers.ts";
import { cron } from "./cron.ts";
import { measureLag } from "./lag.ts";
import { drivers } from "./parts/drivers.ts";
import { onLambda } from "./runtime.ts";

/** Every minute: what came true goes to ChangeEvents, and what a crash left half done is sent again. */
export const arrow = cron({ measureLag, fireTimers, sweep });
export const handler = onLambda("fire-timers", drivers, arrow);
