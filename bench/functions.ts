import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { functionNeeds } from "../functions/environment.ts";
import { linkMadeUpResources, operatorPassword } from "../test/cloud/made-up-links.ts";
import { type Figure, readable } from "./numbers.ts";

const root = join(import.meta.dirname, "..");
const tries = 9;
const emptyHandler = "export const handler = async () => ({ statusCode: 200 });";

/** The bytes of each function as SST bundles it, and how long a fresh process takes to load it, beside an empty handler. */
export async function measureFunctions(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "showrunner-functions-"));
  try {
    linkMadeUpResources();
    const names = Object.keys(functionNeeds);
    const empty = join(folder, "empty.mjs");
    writeFileSync(empty, emptyHandler);
    const bundles = new Map(await Promise.all(names.map(async (name) => [name, await bundle(folder, name)] as const)));
    const times = new Map([empty, ...bundles.values()].map((file): [string, number[]] => [file, []]));
    // Turn by turn, so that what else the machine does falls on all of them alike.
    for (let at = 0; at < tries; at++) for (const [file, ms] of times) ms.push(await loadMs(file));
    // The least of each: what the machine does besides can only add.
    const floor = Math.min(...(times.get(empty) ?? []));
    const firstMs: number[] = [];
    for (let at = 0; at < tries; at++) firstMs.push(await loadMs(bundles.get("api") ?? empty, firstRequest));
    const figures = [...bundles].map(([name, file]): Figure => {
      const ms = Math.min(...(times.get(file) ?? []));
      const aimMs = name === "api" ? 60 : 180;
      return {
        what: name,
        value: `${readable(bytesOf(file) / 1024)} KB, loaded in ${readable(ms)} ms`,
        floor: `an empty handler: ${readable(floor)} ms`,
        aim: `≤ ${aimMs} ms`,
        met: ms <= aimMs,
      };
    });
    const value = `loaded and answered in ${readable(Math.min(...firstMs))} ms`;
    return [...figures, { what: "api, to its first answer", value, floor: "the app is loaded at its first request" }];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Bundles as SST does with `splitting`: minified ES modules with everything in them, the AWS SDK too, and what is loaded
 * later in files of its own.
 * https://github.com/sst/sst/blob/dev/pkg/runtime/node/build.go
 */
async function bundle(folder: string, name: string): Promise<string> {
  const outdir = join(folder, name);
  await build({
    entryPoints: [join(root, "functions", `${name}.ts`)],
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "esnext",
    mainFields: ["module", "main"],
    external: ["sharp", "pg-native"],
    keepNames: true,
    minify: true,
    banner: {
      js: [
        `import { createRequire as topLevelCreateRequire } from 'module';`,
        `const require = topLevelCreateRequire(import.meta.url);`,
        `import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"`,
        `const __filename = topLevelFileUrlToPath(import.meta.url)`,
        `const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))`,
      ].join("\n"),
    },
    logLevel: "error",
  });
  return join(outdir, `${name}.mjs`);
}

/** All that is deployed of a function. */
function bytesOf(file: string): number {
  const folder = dirname(file);
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** A request of the operator's that needs the app, and nothing of AWS. */
const firstRequest = `const answer = await handler(${JSON.stringify({
  version: "2.0",
  routeKey: "$default",
  rawPath: "/no-such-page",
  rawQueryString: "",
  headers: {
    host: "api.example",
    authorization: `Basic ${Buffer.from(`operator:${operatorPassword}`).toString("base64")}`,
  },
  requestContext: { domainName: "api.example", http: { method: "GET", path: "/no-such-page" } },
  isBase64Encoded: false,
})}, { awsRequestId: "bench" }); if (answer.statusCode !== 404) throw new Error(answer.body)`;

/** Lambda's runtime is there before it loads a function: the time that `import` takes counts, not the process's start. */
async function loadMs(file: string, afterwards = ""): Promise<number> {
  const script = `const at = performance.now(); const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)}); if (typeof handler !== "function") throw new Error("no handler"); ${afterwards}; console.log(performance.now() - at); process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, AWS_REGION: "us-east-1", AWS_LAMBDA_FUNCTION_NAME: "bench" },
  });
  return Number(stdout.trim().split("\n").at(-1));
}
