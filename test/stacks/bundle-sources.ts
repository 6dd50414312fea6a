import { join } from "node:path";
import { build } from "esbuild";
import { root } from "../../tools/project.ts";

/** The sources that a function's bundle is made of, Trakt's contract itself aside. */
export async function sourcesOf(handler: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [join(root, handler)],
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    format: "esm",
    outdir: "unused",
    write: false,
    metafile: true,
    external: ["@aws-sdk/*", "undici", "sst"],
    logLevel: "error",
  });
  return Object.keys(metafile.inputs).filter((file) => /^(packages\/(?!trakt\/)|functions\/)/.test(file));
}
