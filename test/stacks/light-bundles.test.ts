import { join } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";
import type { FunctionName } from "../../functions/environment.ts";
import { root } from "../../tools/project.ts";
import { functionNames } from "./roles.ts";

/** Libraries that only some paths use, and who loads them before its first call. */
const heavy: Readonly<Record<string, readonly FunctionName[]>> = {
  "@marcbachmann/cel-js": ["apply-rules"],
  liquidjs: ["apply-rules"],
  yaml: ["apply-rules"],
  croner: ["apply-rules"],
  // Quiet hours are looked at before each delivery.
  "temporal-polyfill": ["apply-rules", "deliver"],
  "web-push": [],
  nodemailer: [],
  "ical-generator": [],
  feed: [],
  diff: [],
};

/** The libraries that a function's file loads with it; what is imported later is in files of its own. */
async function loadedBy(name: FunctionName): Promise<Set<string>> {
  const entry = `functions/${name}.ts`;
  const { metafile } = await build({
    entryPoints: [join(root, entry)],
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    outdir: "unused",
    write: false,
    metafile: true,
    external: ["@aws-sdk/*", "undici", "sst"],
    logLevel: "error",
  });
  const loaded = new Set<string>([entry]);
  for (const file of loaded)
    for (const { path, kind, external } of metafile.inputs[file]?.imports ?? [])
      if (kind !== "dynamic-import" && external !== true) loaded.add(path);
  const libraries = [...loaded].map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? "");
  return new Set(libraries);
}

it.each(functionNames)("%s loads no library before the path that uses it", async (name) => {
  const loaded = await loadedBy(name);
  expect(loaded).toContain("zod");
  const wanted = Object.keys(heavy).filter((library) => heavy[library]?.includes(name));
  expect(Object.keys(heavy).filter((library) => loaded.has(library))).toEqual(wanted);
});
