import type { Secret } from "../secret.ts";

/** What a secret is for; each purpose is sealed under a key of its own. */
export type Purpose = "tokens" | "channels";

/** Where a sealed value stands: bound into it, so that it opens nowhere else. */
export interface Place {
  purpose: Purpose;
  accountId: string;
  field: string;
}

/** Sealing of secrets at rest: AES-256-GCM, a data key for each account and purpose. */
export interface Vault {
  /** Returns `version|keyId|iv|tag|ciphertext`, base64url where binary. */
  seal(place: Place, secret: Secret<string>): Promise<string>;
  /** Throws Problem `vault.unreadable` when it was changed, moved, or sealed under a key that is gone. */
  open(place: Place, sealed: string): Promise<Secret<string>>;
  /**
   * Erases the keys that the vault keeps for an account, without which nothing sealed for it opens again, wherever
   * copies of it are. Who has a key at hand may use it for some minutes still. A vault whose keys are derived keeps none:
   * there what is sealed has to be deleted.
   */
  forget(accountId: string): Promise<void>;
}
