import type { Clock } from "@showrunner/core/clock.ts";
import type { Item, Store } from "@showrunner/core/ports/store.ts";

/** A store as a driver hands it to its conformance test; what it holds already does not matter. */
export interface StoreUnderTest {
  store: Store;
  clock: Clock;
  /** Forgets now what may be forgotten, where a driver can be asked to. */
  purgeExpired?(): Promise<unknown>;
  close(): Promise<void>;
}

export const sksOf = (items: readonly Item[]): string[] => items.map(({ sk }) => sk);
