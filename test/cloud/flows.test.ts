import { noDynamoLocal } from "@showrunner/storage/testing/dynamo-local.ts";
import { afterAll, beforeAll, describe, vi } from "vitest";
import { worldVariable } from "../harness/world-drivers.ts";
import { endDynamoLocal } from "./in-the-cloud.ts";

// A day of a test is thousands of calls over HTTP here, not of functions.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

/** Flows of one machine that hold word for word in the cloud. */
const flows = {
  polling: () => import("../flows/polling.test.ts"),
  "every event": () => import("../flows/every-event.test.ts"),
  recipes: () => import("../flows/recipes.test.ts"),
  "writes to Trakt": () => import("../flows/trakt-writes.test.ts"),
  "chains of rules": () => import("../flows/rule-chains.test.ts"),
  digests: () => import("../flows/digests.test.ts"),
  "looking again": () => import("../flows/looking-again.test.ts"),
};

describe.skipIf(noDynamoLocal !== undefined)(
  `in the cloud, on Lambda's handlers, DynamoDB Local and an SQS emulator${noDynamoLocal === undefined ? "" : ` (${noDynamoLocal})`}`,
  () => {
    beforeAll(() => {
      process.env[worldVariable] = "cloud";
    });
    afterAll(async () => {
      delete process.env[worldVariable];
      await endDynamoLocal();
    });
    for (const [name, load] of Object.entries(flows))
      describe(`in ${name}`, async () => {
        await load();
      });
  },
);
