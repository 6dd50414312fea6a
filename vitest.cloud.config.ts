import { defineConfig } from "vitest/config";

/** The flow tests of one machine, word for word, over Lambda's handlers, DynamoDB Local and an emulator of SQS. */
export default defineConfig({
  test: {
    include: ["test/flows/*.test.ts"],
    env: { SHOWRUNNER_TEST_WORLD: "cloud" },
    globalSetup: "test/cloud/start-dynamo.ts",
    setupFiles: "test/cloud/flow-setup.ts",
    maxWorkers: "100%",
    testTimeout: 900_000,
    hookTimeout: 240_000,
  },
});
