import { tableKeys } from "@showrunner/storage/dynamo/table.ts";
import { isProduction } from "./stage.ts";

const { partitionKey, sortKey, index, ttl } = tableKeys;

/** The one table. SST bills it by request and lets it be restored to any second of the last 35 days. */
export const table = new sst.aws.Dynamo("Table", {
  fields: {
    [partitionKey]: "string",
    [sortKey]: "string",
    [index.partitionKey]: "string",
    [index.sortKey]: "string",
  },
  primaryIndex: { hashKey: partitionKey, rangeKey: sortKey },
  globalIndexes: { [index.name]: { hashKey: index.partitionKey, rangeKey: index.sortKey } },
  ttl,
  deletionProtection: isProduction($app.stage),
});

export const indexArn = $interpolate`${table.arn}/index/${index.name}`;

// SST would let everything that is linked to the table do everything with it: rights stand in permissions.ts instead.
sst.Linkable.wrap(sst.aws.Dynamo, (linked) => ({ properties: { name: linked.name } }));
