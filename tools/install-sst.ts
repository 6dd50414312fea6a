import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { root } from "./project.ts";

/** Where SST writes the sources and types of its components, and what they depend on. */
export const platformFolder = join(root, ".sst", "platform");

const Manifest = z.object({ version: z.string() });

/** Of the installed SST: what was written by another is written anew. */
function wantedVersion(): string {
  return Manifest.parse(JSON.parse(readFileSync(join(root, "node_modules", "sst", "package.json"), "utf8"))).version;
}

function installedVersion(): string | undefined {
  const done = join(platformFolder, "node_modules", "@pulumi", "aws", "package.json");
  const version = join(platformFolder, "version");
  return existsSync(done) && existsSync(version) ? readFileSync(version, "utf8").trim() : undefined;
}

/**
 * Writes `.sst/platform`, which takes half a minute the first time, and reaches npm alone: neither Pulumi nor Bun
 * is downloaded, and no AWS account is asked for.
 *
 * @returns why it could not be, such as that npm cannot be reached; undefined when it is there.
 */
export async function installSst(): Promise<string | undefined> {
  if (installedVersion() === wantedVersion()) return undefined;
  const env = { ...process.env, SST_TELEMETRY_DISABLED: "1", SST_SKIP_DEPENDENCY_CHECK: "1", SST_NO_BUN: "1" };
  try {
    await promisify(execFile)(join(root, "node_modules", ".bin", "sst"), ["install", "--stage", "ci"], {
      cwd: root,
      env,
      timeout: 240_000,
    });
  } catch (error) {
    return `SST's platform could not be installed (is npm reachable?): ${error instanceof Error ? error.message : ""}`;
  }
  return installedVersion() === undefined
    ? "SST's platform was not installed, though `sst install` ended well"
    : undefined;
}

if (import.meta.main) {
  const failure = await installSst();
  if (failure !== undefined) {
    console.error(failure);
    process.exitCode = 1;
  }
}
