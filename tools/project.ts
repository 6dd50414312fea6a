import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

export const root = join(import.meta.dirname, "..");

const Manifest = z.object({ scripts: z.record(z.string(), z.string()) });

/** The npm scripts of the project at `folder`: name → command. */
export function scriptsOf(folder: string): Record<string, string> {
  return Manifest.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).scripts;
}
