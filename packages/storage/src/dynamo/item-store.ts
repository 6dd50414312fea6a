import { isDeepStrictEqual } from "node:util";
import type { ConsumedCapacity } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { type Clock, systemClock } from "@showrunner/core/clock.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { type Random, systemRandom } from "@showrunner/core/ids.ts";
import type { Condition, Item, Key, Page, Store } from "@showrunner/core/ports/store.ts";
import * as z from "zod";
import { decodeCursor, encodeCursor, invalidCursor, sortKeyOf } from "../cursor.ts";
import { checkItem, checkLimit, isKey } from "../item-check.ts";
import { attributeOf, dataOf } from "./item-data.ts";
import { persistently, type Tries } from "./persistence.ts";
import { damaged, isConditionFailed } from "./problems.ts";
import { tableKeys } from "./table.ts";

/** What an operation of the store cost, in DynamoDB's units; of a query, each page by itself. */
export interface Consumed {
  operation: keyof Store;
  readUnits: number;
  writeUnits: number;
}

export interface DynamoStoreOptions {
  /** As `dynamoClient` makes it: one that tries once. */
  client: DynamoDBDocumentClient;
  table: string;
  /** Told what each request consumed; without it DynamoDB is not asked. */
  onCapacity?: (consumed: Consumed) => void;
  /** How long one call may take, with all its tries. */
  limitMs?: number;
  /** Ends calls under way: when the process stops, or a function's time is over. */
  signal?: AbortSignal;
  clock?: Clock;
  random?: Pick<Random, "next">;
}

const defaultLimitMs = 10_000;
const defaultPageItems = 1000;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const keysPerBatch = 100;

const StoredItem = z.object({
  pk: z.string(),
  sk: z.string(),
  v: z.number(),
  data: z.string(),
  gsi1pk: z.string().exactOptional(),
  gsi1sk: z.string().exactOptional(),
  ttl: z.number().exactOptional(),
});
type StoredItem = z.infer<typeof StoredItem>;

/**
 * The store on DynamoDB's one table. Reads of the table are strongly consistent; the index cannot be.
 *
 * Throws Problems: `store.throttled` and `store.unavailable` after `limitMs` of tries, `store.item_too_large`,
 * `store.item_invalid`, `store.table_missing`, `store.access_refused`. None carries an item's data.
 */
export function dynamoStore(options: DynamoStoreOptions): Store {
  const { client, table, onCapacity, limitMs = defaultLimitMs, signal } = options;
  const { clock = systemClock, random = systemRandom } = options;
  const persistence = { table, clock, random, limitMs, signal };
  const request = {
    TableName: table,
    ReturnConsumedCapacity: onCapacity === undefined ? ("NONE" as const) : ("TOTAL" as const),
  };

  const consumed = (operation: keyof Store, kind: "read" | "write", capacity: readonly ConsumedCapacity[]): void => {
    const units = capacity.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
    onCapacity?.({
      operation,
      readUnits: kind === "read" ? units : 0,
      writeUnits: kind === "write" ? units : 0,
    });
  };

  const itemOf = (attributes: Record<string, unknown>): Item => {
    const stored = StoredItem.safeParse(attributes);
    const data = stored.success ? dataOf(stored.data.data) : undefined;
    if (!stored.success || data === undefined) throw damaged(table);
    return { ...stored.data, data };
  };

  const read = async (tries: Tries, key: Key): Promise<Item | undefined> => {
    const command = new GetCommand({ ...request, Key: keyOf(key), ConsistentRead: true });
    const answer = await tries.send((abortSignal) => client.send(command, { abortSignal }));
    consumed("get", "read", listed(answer.ConsumedCapacity));
    return answer.Item === undefined ? undefined : itemOf(answer.Item);
  };

  /** Writes; false when the condition did not hold, unless `mine` finds that an earlier try is why. */
  const write = (
    operation: "put" | "delete",
    send: (abortSignal: AbortSignal) => Promise<{ ConsumedCapacity?: ConsumedCapacity | undefined }>,
    mine: (tries: Tries) => Promise<boolean>,
  ): Promise<boolean> =>
    persistently(persistence, async (tries) => {
      try {
        const answer = await tries.send(send);
        consumed(operation, "write", listed(answer.ConsumedCapacity));
        return true;
      } catch (error) {
        if (!isConditionFailed(error)) throw error;
        // A write that is refused costs as one that is made; DynamoDB does not say how much.
        consumed(operation, "write", [{ CapacityUnits: 1 }]);
        return tries.mayHaveHappened() && (await mine(tries));
      }
    });

  /** One item more than asked for is read, to know whether there is a next page. */
  const page = (
    operation: "query" | "queryIndex",
    input: Omit<QueryCommandInput, "TableName">,
    limit: number,
    cursorOf: (last: Item) => string[],
  ): Promise<Page> =>
    persistently(persistence, async (tries) => {
      const items: Item[] = [];
      let start = input.ExclusiveStartKey;
      do {
        const command = new QueryCommand({
          ...request,
          ...input,
          Limit: limit + 1 - items.length,
          ExclusiveStartKey: start,
        });
        const answer = await tries
          .send((abortSignal) => client.send(command, { abortSignal }))
          .catch(notOfThisQuery(start));
        consumed(operation, "read", listed(answer.ConsumedCapacity));
        for (const attributes of answer.Items ?? []) items.push(itemOf(attributes));
        start = answer.LastEvaluatedKey;
      } while (start !== undefined && items.length <= limit);
      const last = items[limit - 1];
      return items.length > limit && last !== undefined
        ? { items: items.slice(0, limit), next: encodeCursor(cursorOf(last)) }
        : { items };
    });

  return {
    get: async (key) => (isKey(key) ? await persistently(persistence, (tries) => read(tries, key)) : undefined),

    getMany: (keys) =>
      persistently(persistence, async (tries) => {
        const wanted = new Map(keys.filter(isKey).map((key) => [JSON.stringify([key.pk, key.sk]), keyOf(key)]));
        const waiting: Record<string, unknown>[] = [...wanted.values()];
        const items: Item[] = [];
        while (waiting.length > 0) {
          const Keys = waiting.splice(0, keysPerBatch);
          const command = new BatchGetCommand({
            RequestItems: { [table]: { Keys, ConsistentRead: true } },
            ReturnConsumedCapacity: request.ReturnConsumedCapacity,
          });
          const answer = await tries.send((abortSignal) => client.send(command, { abortSignal }));
          consumed("getMany", "read", answer.ConsumedCapacity ?? []);
          for (const attributes of answer.Responses?.[table] ?? []) items.push(itemOf(attributes));
          // Left out because a partition was busy, or the answer would have been larger than 16 MB.
          const left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
          if (left.length === 0) continue;
          waiting.push(...left);
          await tries.pause(new UnprocessedKeys());
        }
        return items;
      }),

    put: async (item, condition) => {
      checkItem(item);
      const attributes = attributesOf(item);
      const command = new PutCommand({ ...request, Item: attributes, ...expressionOf(condition) });
      return await write(
        "put",
        (abortSignal) => client.send(command, { abortSignal }),
        async (tries) => {
          const stored = await read(tries, item);
          return stored !== undefined && isDeepStrictEqual(attributesOf(stored), attributes);
        },
      );
    },

    delete: async (key, condition) => {
      if (!isKey(key)) return condition === undefined;
      const command = new DeleteCommand({ ...request, Key: keyOf(key), ...expressionOf(condition) });
      // That it is gone does not say who removed it: the careful answer is that another did.
      return await write(
        "delete",
        (abortSignal) => client.send(command, { abortSignal }),
        () => Promise.resolve(false),
      );
    },

    query: async ({ pk, prefix = "", limit = defaultPageItems, descending = false, after }) => {
      checkLimit(limit);
      const sk = after === undefined ? undefined : sortKeyOf(after, prefix);
      if (pk === "") return { items: [] };
      const input = {
        KeyConditionExpression: prefix === "" ? "pk = :pk" : "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": pk, ...(prefix === "" ? {} : { ":prefix": prefix }) },
        ScanIndexForward: !descending,
        ConsistentRead: true,
        ...(sk === undefined ? {} : { ExclusiveStartKey: { pk, sk } }),
      };
      return await page("query", input, limit, (last) => [last.sk]);
    },

    queryIndex: async ({ gsi1pk, upTo, limit = defaultPageItems, descending = false, after }) => {
      checkLimit(limit);
      const [gsi1sk, pk, sk] = after === undefined ? [] : decodeCursor(after, 3);
      if (gsi1pk === "" || upTo === "") return { items: [] };
      const input = {
        IndexName: tableKeys.index.name,
        KeyConditionExpression: upTo === undefined ? "gsi1pk = :pk" : "gsi1pk = :pk AND gsi1sk <= :upTo",
        ExpressionAttributeValues: { ":pk": gsi1pk, ...(upTo === undefined ? {} : { ":upTo": upTo }) },
        ScanIndexForward: !descending,
        ...(gsi1sk === undefined ? {} : { ExclusiveStartKey: { gsi1pk, gsi1sk, pk, sk } }),
      };
      return await page("queryIndex", input, limit, (last) => [last.gsi1sk ?? "", last.pk, last.sk]);
    },
  };
}

/** DynamoDB refuses to start at a key that the query could not have come by. */
const notOfThisQuery =
  (start: unknown) =>
  (error: unknown): never => {
    if (start !== undefined && error instanceof Problem && error.code === "store.request_refused")
      throw invalidCursor();
    throw error;
  };

/** DynamoDB answered only a part of a batch. */
class UnprocessedKeys extends Error {
  override readonly name = "ProvisionedThroughputExceededException";
}

function attributesOf({ pk, sk, v, data, gsi1pk, gsi1sk, ttl }: Item): StoredItem {
  return {
    pk,
    sk,
    v,
    data: attributeOf(data),
    ...(gsi1pk === undefined ? {} : { gsi1pk }),
    ...(gsi1sk === undefined ? {} : { gsi1sk }),
    ...(ttl === undefined ? {} : { ttl }),
  };
}

const keyOf = ({ pk, sk }: Key): Record<string, unknown> => ({ pk, sk });

const listed = (capacity: ConsumedCapacity | undefined): ConsumedCapacity[] =>
  capacity === undefined ? [] : [capacity];

function expressionOf(condition: Condition | undefined) {
  if (condition === undefined) return {};
  if (condition.kind === "absent") return { ConditionExpression: "attribute_not_exists(pk)" };
  return { ConditionExpression: "v = :v", ExpressionAttributeValues: { ":v": condition.v } };
}
