import { queueNames } from "@showrunner/core/ports/queue.ts";
import type { Services } from "@showrunner/services/context.ts";
import { type Consumed, dynamoStore } from "@showrunner/storage/dynamo/item-store.ts";
import { kmsVault } from "@showrunner/storage/kms-vault.ts";
import type { DynamoLocal } from "@showrunner/storage/testing/dynamo-local.ts";
import type { KmsLocal } from "@showrunner/storage/testing/kms-local.ts";

/** What some work consumed: DynamoDB's request units, messages sent, and calls of KMS. */
export interface Used {
  reads: number;
  writes: number;
  messages: number;
  kms: number;
}

/** Services over DynamoDB Local and a KMS of this machine, with every unit counted. */
export interface Meter {
  services(ctx: Services): Services;
  /** What `work` consumed. */
  during(work: () => Promise<unknown>): Promise<Used>;
}

export function createMeter(dynamo: DynamoLocal, kms: KmsLocal, table: string): Meter {
  let used: Used = { reads: 0, writes: 0, messages: 0, kms: 0 };
  const onCapacity = ({ operation, readUnits, writeUnits }: Consumed): void => {
    // DynamoDB charges the least unit for a query that finds nothing; its local version says 0.
    const least = operation === "query" ? 1 : operation === "queryIndex" ? 0.5 : 0;
    used.reads += Math.max(readUnits, least);
    used.writes += writeUnits;
  };
  return {
    services: (ctx) => {
      const plain = dynamoStore({ client: dynamo.client, table, onCapacity, limitMs: 60_000 });
      const store: Services["store"] = {
        ...plain,
        getMany: async (keys) => {
          const found = await plain.getMany(keys);
          // As for a query: a key that is not there costs a unit.
          used.reads += new Set(keys.map(({ pk, sk }) => `${pk} ${sk}`)).size - found.length;
          return found;
        },
      };
      return {
        ...ctx,
        store,
        vault: kmsVault({ client: kms.client, keyIds: kms.keyIds, store, clock: ctx.clock }),
        queue: {
          send: async (queue, messages) => {
            if (!queueNames.includes(queue)) throw new Error(`there is no queue ${queue}`);
            used.messages += messages.length;
            await ctx.queue.send(queue, messages);
          },
        },
      };
    },
    during: async (work) => {
      const calls = kms.calls.length;
      used = { reads: 0, writes: 0, messages: 0, kms: 0 };
      await work();
      return { ...used, kms: kms.calls.length - calls };
    },
  };
}
