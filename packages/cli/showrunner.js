#!/usr/bin/env node
// Plain JavaScript on purpose: the cache must be on before the first TypeScript file is loaded, for then a second
// start strips and compiles nothing, and Node does not even load what strips types (some 20 MB).
import * as module from "node:module";

const neededNode = 24;

if (Number(process.versions.node.split(".")[0]) < neededNode) {
  process.stderr.write(
    `error: Showrunner needs Node ${neededNode} or newer, and this is ${process.versions.node}\n` +
      "  Run it as `npx showrunner`: that uses the Node which `npm ci` installed beside it.\n",
  );
  process.exitCode = 1;
} else {
  module.enableCompileCache();
  await import("./src/main.ts");
}
