import { globSync } from "node:fs";
import { root, scriptsOf } from "./project.ts";
import { deadReferences } from "./references.ts";

const project = { root, scripts: Object.keys(scriptsOf(root)) };
const documents = globSync(["README.md", "CONTRIBUTING.md", "docs/**/*.md"], { cwd: root });
const problems = documents.flatMap((document) => deadReferences(project, document));

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
