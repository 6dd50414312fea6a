import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";

/** The one table: the names of its keys, of its sparse index, and of the attribute that says when an item may go. */
export const tableKeys = {
  partitionKey: "pk",
  sortKey: "sk",
  index: { name: "gsi1", partitionKey: "gsi1pk", sortKey: "gsi1sk" },
  ttl: "ttl",
} as const;

/** What CreateTable is asked for. TTL is switched on by a call of its own, on `tableKeys.ttl`. */
export function tableDefinition(name: string): CreateTableCommandInput {
  const { partitionKey, sortKey, index } = tableKeys;
  const keyed = [partitionKey, sortKey, index.partitionKey, index.sortKey];
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: keyed.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: [
      { AttributeName: partitionKey, KeyType: "HASH" },
      { AttributeName: sortKey, KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: index.name,
        KeySchema: [
          { AttributeName: index.partitionKey, KeyType: "HASH" },
          { AttributeName: index.sortKey, KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "ALL" },
      },
    ],
  };
}
