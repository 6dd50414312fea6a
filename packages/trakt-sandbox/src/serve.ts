import { parseArgs } from "node:util";
import { systemClock } from "@showrunner/core/clock.ts";
import { serveSandbox } from "./serve-sandbox.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    journal: { type: "string" },
    seed: { type: "string", default: "1" },
    /** How many times as fast as the machine's its clock runs. */
    speed: { type: "string" },
    "no-limits": { type: "boolean", default: false },
  },
});

const { url, close } = await serveSandbox({
  machine: systemClock,
  port: Number(values.port),
  seed: Number(values.seed),
  journalPath: values.journal,
  speed: values.speed === undefined ? undefined : Number(values.speed),
  behaviour: { limits: !values["no-limits"] },
});
process.stdout.write(`${JSON.stringify({ url })}\n`);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void close().then(() => process.exit(0));
  });
}
