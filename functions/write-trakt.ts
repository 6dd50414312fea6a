import { writeTrakt } from "@showrunner/services/act/write-trakt.ts";
import { consumer } from "./consumer.ts";
import { drivers } from "./parts/drivers.ts";
import { trakt } from "./parts/trakt.ts";
import { vault } from "./parts/vault.ts";
import { onLambda } from "./runtime.ts";

/** TraktWrites → Trakt: the only function that changes anything there. */
export const arrow = consumer("TraktWrites", writeTrakt);
export const handler = onLambda("write-trakt", { ...drivers, trakt, vault }, arrow);
