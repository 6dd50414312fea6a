import { accountIdIn, accountPk, pollPk } from "@showrunner/core/keys.ts";
import type { Key, Store } from "@showrunner/core/ports/store.ts";
import type { Bell, LiveKind } from "./bell.ts";

/** By how the keys of an account's rows begin. */
const kinds: readonly (readonly [prefix: string, kind: LiveKind])[] = [
  ["EVENT#", "events"],
  ["RUN#", "runs"],
  ["ACTION#", "actions"],
  ["APPROVAL#", "approvals"],
  ["RULE#", "rules"],
  ["RULEHEALTH#", "rules"],
  ["CHANNEL#", "channels"],
  ["CHANNELHEALTH#", "channels"],
  ["INBOX#", "inbox"],
  ["SETTINGS", "settings"],
];

const ofAccount = accountPk("");
const ofPolls = pollPk("");

/** The store, which rings for what was written of accounts. What another process writes into the same file rings nowhere. */
export function ringingStore(store: Store, bell: Bell): Store {
  const tell = (key: Key): void => {
    if (key.pk.startsWith(ofPolls) && key.sk === "CONNECTION") bell.ring(key.pk.slice(ofPolls.length), "connection");
    if (!key.pk.startsWith(ofAccount)) return;
    const kind = kinds.find(([prefix]) => key.sk.startsWith(prefix))?.[1];
    if (kind !== undefined) bell.ring(accountIdIn(key), kind);
  };
  return {
    get: (key) => store.get(key),
    getMany: (keys) => store.getMany(keys),
    query: (query) => store.query(query),
    queryIndex: (query) => store.queryIndex(query),
    put: async (item, condition) => {
      const done = await store.put(item, condition);
      if (done) tell(item);
      return done;
    },
    delete: async (key, condition) => {
      const done = await store.delete(key, condition);
      if (done) tell(key);
      return done;
    },
  };
}
