import type { Environment } from "../environment.ts";
import type { Parts, Queues } from "../runtime.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import type { Vault } from "@showrunner/core/ports/vault.ts";

/**
 * The drivers, loaded when something is first asked of them: the API answers its first request sooner, and a request that
 * needs none never loads them.
 */
export const driversLater = {
  store: (environment, clock): Store => {
    const store = loaded(async () => (await import("./drivers.ts")).drivers.store(environment, clock));
    return {
      get: async (key) => await (await store()).get(key),
      getMany: async (keys) => await (await store()).getMany(keys),
      put: async (item, condition) => await (await store()).put(item, condition),
      delete: async (key, condition) => await (await store()).delete(key, condition),
      query: async (query) => await (await store()).query(query),
      queryIndex: async (query) => await (await store()).queryIndex(query),
    };
  },
  queue: (environment, clock): Queues => {
    const queue = loaded(async () => (await import("./drivers.ts")).drivers.queue(environment, clock));
    return {
      send: async (name, messages) => await (await queue()).send(name, messages),
      release: async (name, receipts, visibleAt) => await (await queue()).release(name, receipts, visibleAt),
      buryWithReason: async (name, doomed) => await (await queue()).buryWithReason(name, doomed),
      depth: async (name) => await (await queue()).depth(name),
    };
  },
  vault: (environment: Environment, store): Vault => {
    const vault = loaded(async () => (await import("./vault.ts")).vault(environment, store));
    return {
      seal: async (place, secret) => await (await vault()).seal(place, secret),
      open: async (place, sealed) => await (await vault()).open(place, sealed),
      forget: async (accountId) => await (await vault()).forget(accountId),
    };
  },
} satisfies Parts;

function loaded<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => (loading ??= load());
}
