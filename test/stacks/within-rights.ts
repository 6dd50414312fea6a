import { accountPk, wrappingKeyKey } from "@showrunner/core/keys.ts";
import type { Place } from "@showrunner/core/ports/vault.ts";
import type { Services } from "@showrunner/services/context.ts";
import type { FunctionName } from "../../functions/environment.ts";
import { statementsOf } from "../../stacks/permissions.ts";
import { allows, Statement } from "./roles.ts";

const queue = (name: string): string => `queue:${name}`;
/** What stands for a stage's things where there is no stage. */
export const rightsResources = {
  table: "table",
  index: "index",
  queues: {
    PollJobs: queue("PollJobs"),
    ChangeEvents: queue("ChangeEvents"),
    TraktWrites: queue("TraktWrites"),
    Deliveries: queue("Deliveries"),
  },
  deadLetterQueues: { PollJobs: "", ChangeEvents: "", TraktWrites: "", Deliveries: "" },
  keys: { tokens: "key:tokens", channels: "key:channels" },
  mail: [],
  sender: undefined,
};
const resources = rightsResources;

/**
 * The services as a function's role lets it have them: a call that AWS would refuse is refused here. Throws an error that
 * names the function and the right that its row of the table lacks.
 */
export function withinRights(name: FunctionName, services: Services): Services {
  const statements = Statement.array().parse(statementsOf(name, resources));
  const allowed = new Set<string>();
  const demand = (action: string, resource: string, partition?: string): void => {
    const asked = JSON.stringify([action, resource, partition]);
    if (allowed.has(asked)) return;
    if (allows(statements, action, resource, partition)) {
      allowed.add(asked);
      return;
    }
    throw new Error(`AccessDenied: ${name} may not ${action} on ${resource} ${partition ?? ""}`);
  };
  /** An account's data key, and the one that it is wrapped under, are items of the table. */
  const demandKeys = (action: string, { accountId, purpose }: Place): void => {
    demand(action, "table", accountPk(accountId));
    demand(action, "table", wrappingKeyKey(purpose, "").pk);
  };
  const { store, queue: sending, vault } = services;
  return {
    ...services,
    store: {
      get: async (key) => {
        demand("dynamodb:GetItem", "table", key.pk);
        return await store.get(key);
      },
      getMany: async (keys) => {
        for (const { pk } of keys) demand("dynamodb:BatchGetItem", "table", pk);
        return await store.getMany(keys);
      },
      query: async (query) => {
        demand("dynamodb:Query", "table", query.pk);
        return await store.query(query);
      },
      queryIndex: async (query) => {
        demand("dynamodb:Query", "index", query.gsi1pk);
        return await store.queryIndex(query);
      },
      put: async (item, condition) => {
        demand("dynamodb:PutItem", "table", item.pk);
        return await store.put(item, condition);
      },
      delete: async (key, condition) => {
        demand("dynamodb:DeleteItem", "table", key.pk);
        return await store.delete(key, condition);
      },
    },
    queue: {
      send: async (to, messages) => {
        demand("sqs:SendMessage", resources.queues[to]);
        await sending.send(to, messages);
      },
    },
    vault: {
      seal: async (place, secret) => {
        demand("kms:GenerateDataKey", resources.keys[place.purpose]);
        for (const action of ["dynamodb:GetItem", "dynamodb:PutItem"]) demandKeys(action, place);
        return await vault.seal(place, secret);
      },
      open: async (place, sealed) => {
        demand("kms:Decrypt", resources.keys[place.purpose]);
        demandKeys("dynamodb:GetItem", place);
        return await vault.open(place, sealed);
      },
      forget: async (accountId) => {
        demand("dynamodb:Query", "table", accountPk(accountId));
        demand("dynamodb:DeleteItem", "table", accountPk(accountId));
        await vault.forget(accountId);
      },
    },
  };
}
