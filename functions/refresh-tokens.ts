import { finishDeletions } from "@showrunner/services/accounts/delete-account.ts";
import { refreshDueTokens } from "@showrunner/services/accounts/refresh-due.ts";
import { cron } from "./cron.ts";
import { drivers } from "./parts/drivers.ts";
import { trakt } from "./parts/trakt.ts";
import { vault } from "./parts/vault.ts";
import { onLambda } from "./runtime.ts";

/** Every hour: tokens past half of their life are renewed, and accounts that are to be deleted are. */
export const arrow = cron({ refreshDueTokens, finishDeletions });
export const handler = onLambda("refresh-tokens", { ...drivers, trakt, vault }, arrow);
