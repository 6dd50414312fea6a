import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "stacks/**/*.test.ts", "test/**/*.test.ts", "tools/**/*.test.ts"],
    maxWorkers: "100%",
    // A machine that has much else to do is slow, and that is no failure.
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
