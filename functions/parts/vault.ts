import { kmsClient } from "@showrunner/storage/kms-calls.ts";
import { kmsVault } from "@showrunner/storage/kms-vault.ts";
import { cloud } from "../../stacks/topology.ts";
import type { Parts } from "../runtime.ts";

/** Secrets, sealed under those of the stage's KMS keys that the function was given. */
export const vault = ((environment, store) => {
  const { TOKENS_KEY_ID: tokens, CHANNELS_KEY_ID: channels } = environment;
  const keyIds = { ...(tokens === undefined ? {} : { tokens }), ...(channels === undefined ? {} : { channels }) };
  return kmsVault({ client: kmsClient(), keyIds, store, generation: String(cloud.keyGeneration) });
}) satisfies Parts["vault"];
