import { applyRules } from "@showrunner/services/rules/apply-rules.ts";
import { consumer } from "./consumer.ts";
import { drivers } from "./parts/drivers.ts";
import { trakt } from "./parts/trakt.ts";
import { onLambda } from "./runtime.ts";

/** ChangeEvents → what people's rules ask for goes to TraktWrites and Deliveries, what they must know of people to PollJobs. */
export const arrow = consumer("ChangeEvents", applyRules);
export const handler = onLambda("apply-rules", { ...drivers, trakt }, arrow);
