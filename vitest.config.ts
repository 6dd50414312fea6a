import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "stacks/**/*.test.ts", "test/**/*.test.ts", "tools/**/*.test.ts"],
    // Many minutes over DynamoDB Local: `npm run test:cloud`.
    exclude: [...configDefaults.exclude, "test/cloud/flows.test.ts"],
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
