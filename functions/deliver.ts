import { deliver } from "@showrunner/services/act/deliver.ts";
import { consumer } from "./consumer.ts";
import { drivers } from "./parts/drivers.ts";
import { outbound } from "./parts/outbound.ts";
import { vault } from "./parts/vault.ts";
import { onLambda } from "./runtime.ts";

/** Deliveries → the places where people want to be told. It has neither Trakt nor the tokens' key. */
export const arrow = consumer("Deliveries", deliver);
export const handler = onLambda("deliver", { ...drivers, outbound, vault }, arrow);
