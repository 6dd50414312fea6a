/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  app({ stage }) {
    const isProduction = stage === "production";
    return {
      name: "showrunner",
      home: "aws",
      removal: isProduction ? "retain" : "remove",
      protect: isProduction,
    };
  },
  /** The parts, in their order; each is a file of stacks/. */
  async run() {
    await import("./stacks/storage.ts");
    await import("./stacks/queues.ts");
    await import("./stacks/secrets.ts");
    await import("./stacks/email.ts");
    await import("./stacks/schedules.ts");
    await import("./stacks/consumers.ts");
    await import("./stacks/api.ts");
    await import("./stacks/site.ts");
    await import("./stacks/alarms.ts");
    const { outputs } = await import("./stacks/outputs.ts");
    return outputs;
  },
});
