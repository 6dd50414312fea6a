import { systemClock } from "@showrunner/core/clock.ts";
import { afterAll, beforeAll, describe } from "vitest";
import { storeConformance } from "../conformance/store.ts";
import { type DynamoLocal, noDynamoLocal, startDynamoLocal } from "../testing/dynamo-local.ts";
import { dynamoStore } from "./item-store.ts";

describe.skipIf(noDynamoLocal !== undefined)(
  `with DynamoDB Local${noDynamoLocal === undefined ? "" : ` (${noDynamoLocal})`}`,
  () => {
    let local: DynamoLocal;
    let table: string;
    beforeAll(async () => {
      local = await startDynamoLocal();
      table = await local.createTable();
    });
    afterAll(() => local[Symbol.asyncDispose]());

    storeConformance("DynamoDB", async () => ({
      store: dynamoStore({ client: local.client, table, limitMs: 60_000 }),
      clock: systemClock,
      close: async () => {},
    }));
  },
);
