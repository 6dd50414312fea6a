import { parseArgs } from "node:util";
import { availableParallelism, cpus } from "node:os";
import { measureClient } from "./client.ts";
import { measureEvents } from "./events.ts";
import { measureFunctions } from "./functions.ts";
import { measureHome } from "./home.ts";
import { type Figure, printFigures } from "./numbers.ts";
import { measurePolls } from "./polls.ts";
import { measureRules } from "./rules.ts";
import { measureScale } from "./scale.ts";
import { measureStart } from "./start.ts";
import { measureTenants } from "./tenants.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    accounts: { type: "string", default: "10000" },
    hours: { type: "string", default: "24" },
  },
});

const parts: Record<string, { title: string; measure(): Promise<Figure[]> }> = {
  start: { title: "Start and idle", measure: measureStart },
  client: { title: "Trakt client", measure: measureClient },
  polls: { title: "Polls", measure: measurePolls },
  events: { title: "Events", measure: measureEvents },
  rules: { title: "Rules", measure: measureRules },
  home: { title: "Home page: 100,000 events, 200 rules", measure: measureHome },
  tenants: { title: "One hostile tenant among fifty", measure: measureTenants },
  functions: { title: "Functions, as SST bundles them", measure: measureFunctions },
  scale: {
    title: `Scale: ${values.accounts} accounts, ${values.hours} simulated hours`,
    measure: () => measureScale({ accounts: Number(values.accounts), hours: Number(values.hours) }),
  },
};

const wanted = positionals.length > 0 ? positionals : Object.keys(parts);
const unknown = wanted.filter((name) => parts[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}. Parts: ${Object.keys(parts).join(", ")}.`);
  process.exit(2);
}
console.log(`Node ${process.version}, ${availableParallelism()} cores, ${cpus()[0]?.model ?? "unknown processor"}`);
for (const name of wanted) {
  const part = parts[name];
  if (part === undefined) continue;
  printFigures(part.title, await part.measure());
}
