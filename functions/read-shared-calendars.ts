import { readSharedCalendars } from "@showrunner/services/poll/shared-calendars.ts";
import { readShowUpdates } from "@showrunner/services/poll/statuses.ts";
import { cron } from "./cron.ts";
import { drivers } from "./parts/drivers.ts";
import { trakt } from "./parts/trakt.ts";
import { onLambda } from "./runtime.ts";

/** Every five minutes: the calendars and updates of all shows and movies are read when they are due, once for everybody. */
export const arrow = cron({ readSharedCalendars, readShowUpdates });
export const handler = onLambda("read-shared-calendars", { ...drivers, trakt }, arrow);
