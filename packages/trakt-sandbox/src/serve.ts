import { parseArgs } from "node:util";
import { scaledClock, systemClock } from "@showrunner/core/clock.ts";
import { createSandbox } from "./sandbox.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    journal: { type: "string" },
    seed: { type: "string", default: "1" },
    /** How many times as fast as the machine's its clock runs. */
    speed: { type: "string", default: "1" },
    "no-limits": { type: "boolean", default: false },
  },
});

const startedMs = systemClock.now();
const sandbox = createSandbox({
  clock: scaledClock({ speed: Number(values.speed), originMs: startedMs, startedMs }),
  seed: Number(values.seed),
  journalPath: values.journal,
  behaviour: { limits: !values["no-limits"] },
});
const { url } = await sandbox.listen({ port: Number(values.port) });
process.stdout.write(`${JSON.stringify({ url })}\n`);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void sandbox.close().then(() => process.exit(0));
  });
}
