import { manualClock, type ManualClock } from "@showrunner/core/clock.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import type { Place, Vault } from "@showrunner/core/ports/vault.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { kmsVault, type KmsVaultOptions } from "../kms-vault.ts";
import { type KmsLocal, startKmsLocal } from "./kms-local.ts";
import { openForTest, startMs } from "./temporary-database.ts";

export const place: Place = { purpose: "tokens", accountId: "acc_1", field: "accessToken" };
export const secret = new Secret("made-up-token");

export interface KmsWorld extends AsyncDisposable {
  kms: KmsLocal;
  store: Store;
  clock: ManualClock;
  /** That of one process. */
  vault(more?: Partial<KmsVaultOptions>): Vault;
}

/** Vaults of several processes over one store and one KMS. */
export async function kmsWorld(): Promise<KmsWorld> {
  const kms = await startKmsLocal();
  const { store } = openForTest();
  const clock = manualClock(startMs);
  const { client, keyIds } = kms;
  return {
    kms,
    store,
    clock,
    vault: (more = {}) => kmsVault({ client, keyIds, store, clock, ...more }),
    [Symbol.asyncDispose]: () => kms[Symbol.asyncDispose](),
  };
}

/** The code of the problem that it ends in; `none` when it does not. */
export const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "none",
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
  );
