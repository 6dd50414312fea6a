import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eventDocs } from "./event-docs.ts";
import { root } from "./project.ts";

const path = "docs/events.md";
const file = join(root, path);
const wanted = eventDocs();

if (process.argv.includes("--check")) {
  const found = await readFile(file, "utf8").catch(() => "");
  if (found !== wanted) {
    console.error(`${path} is not what packages/core/src/events says: npm run docs`);
    process.exitCode = 1;
  }
} else {
  await writeFile(file, wanted);
  console.log(`wrote ${path}`);
}
