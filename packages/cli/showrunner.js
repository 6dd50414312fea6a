#!/usr/bin/env node
// Plain JavaScript on purpose: the cache must be on before the first TypeScript file is loaded, for then a second
// start strips and compiles nothing, and Node does not even load what strips types (some 20 MB).
import { enableCompileCache } from "node:module";

enableCompileCache();
await import("./src/main.ts");
