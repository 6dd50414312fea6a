import { pollJobs } from "@showrunner/services/poll/poll-jobs.ts";
import { consumer } from "./consumer.ts";
import { drivers } from "./parts/drivers.ts";
import { trakt } from "./parts/trakt.ts";
import { vault } from "./parts/vault.ts";
import { onLambda } from "./runtime.ts";

/** PollJobs → what changed at Trakt goes to ChangeEvents. */
export const arrow = consumer("PollJobs", pollJobs);
export const handler = onLambda("poll-account", { ...drivers, trakt, vault }, arrow);
