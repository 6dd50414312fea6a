import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ruleFileJsonSchema, ruleJsonSchema } from "@showrunner/rules/json-schema.ts";
import { accountArchiveSchema } from "@showrunner/services/house/account-archive.ts";
import { withEndpoints } from "./api-docs.ts";
import { withArchitecture } from "./architecture-docs.ts";
import { withChannels } from "./channel-docs.ts";
import { withCommands } from "./command-docs.ts";
import { conditionDocs } from "./condition-docs.ts";
import { costDocs } from "./cost-docs.ts";
import { coverageDocs } from "./coverage-docs.ts";
import { eventDocs } from "./event-docs.ts";
import { clientEndpoints } from "./generate-client.ts";
import { root } from "./project.ts";
import { recipeDocs } from "./recipe-docs.ts";

const present = async (path: string): Promise<string> => await readFile(join(root, path), "utf8");
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The files that code writes, and where each of them comes from. */
const documents = [
  {
    path: "README.md",
    source: "stacks/architecture.json and packages/cli/src/program.ts",
    wanted: withCommands(withArchitecture(await present("README.md"))),
  },
  {
    path: "docs/rules.md",
    source: "packages/channels/src/registry.ts",
    wanted: withChannels(await present("docs/rules.md")),
  },
  { path: "docs/api.md", source: "packages/api/src/contract", wanted: withEndpoints(await present("docs/api.md")) },
  {
    path: "packages/client/src/endpoints.generated.ts",
    source: "packages/api/src/contract",
    wanted: clientEndpoints(),
  },
  { path: "docs/recipes.md", source: "packages/rules/src/recipes", wanted: recipeDocs() },
  { path: "docs/rule.schema.json", source: "packages/rules/src/rule.ts", wanted: json(ruleJsonSchema()) },
  {
    path: "docs/account.schema.json",
    source: "packages/services/src/house/account-archive.ts",
    wanted: json(accountArchiveSchema()),
  },
  { path: "docs/rules.schema.json", source: "packages/rules/src/rule.ts", wanted: json(ruleFileJsonSchema()) },
  { path: "docs/events.md", source: "packages/core/src/events", wanted: eventDocs() },
  { path: "docs/conditions.md", source: "packages/rules/src/vocabulary.ts", wanted: conditionDocs() },
  { path: "docs/cost.md", source: "docs/cost.json", wanted: costDocs() },
  { path: "docs/trakt-coverage.md", source: "packages/trakt/src/contract", wanted: coverageDocs() },
];

for (const { path, source, wanted } of documents) {
  const file = join(root, path);
  if (!process.argv.includes("--check")) {
    await writeFile(file, wanted);
    console.log(`wrote ${path}`);
    continue;
  }
  if ((await readFile(file, "utf8").catch(() => "")) === wanted) continue;
  console.error(`${path} is not what ${source} says: npm run docs`);
  process.exitCode = 1;
}
