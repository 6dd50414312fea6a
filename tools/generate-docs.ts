import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withArchitecture } from "./architecture-docs.ts";
import { conditionDocs } from "./condition-docs.ts";
import { costDocs } from "./cost-docs.ts";
import { coverageDocs } from "./coverage-docs.ts";
import { eventDocs } from "./event-docs.ts";
import { root } from "./project.ts";

/** The documents that code writes, and where each of them comes from. */
const documents = [
  {
    path: "README.md",
    source: "stacks/architecture.json",
    wanted: withArchitecture(await readFile(join(root, "README.md"), "utf8")),
  },
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
