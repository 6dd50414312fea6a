import { applyRules } from "@showrunner/services/rules/apply-rules.ts";
import { consumer } from "./consumer.ts";
import { drivers } from "./parts/drivers.ts";
import { trakt } from "./parts/trakt.ts";
import { vault } from "./parts/vault.ts";
import { onLambda } from "./runtime.ts";

/** ChangeEvents → what people's rules ask for goes to TraktWrites and Deliveries. */
export const arrow = consumer("ChangeEvents", applyRules);
export const handler = onLambda("apply-rules", { ...drivers, trakt, vault }, arrow);
