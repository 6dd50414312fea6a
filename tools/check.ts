import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { root, scriptsOf } from "./project.ts";

interface Check {
  name: string;
  command: string;
}

interface Finding extends Check {
  passed: boolean;
  seconds: number;
  output: string;
}

/** Every `check:…` script of package.json. */
export const checks = (): Check[] =>
  Object.entries(scriptsOf(root))
    .filter(([name]) => name.startsWith("check:"))
    .map(([name, command]) => ({ name, command }));

/** Runs one command in a shell that finds the project's own tools and Node; never rejects. */
export function runCheck({ name, command }: Check): Promise<Finding> {
  const started = performance.now();
  const path = [join(root, "node_modules", ".bin"), process.env["PATH"] ?? ""].join(delimiter);
  return new Promise((resolve) => {
    const child = spawn(command, {
      cwd: root,
      shell: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, PATH: path },
    });
    let output = "";
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const end = (passed: boolean): void =>
      resolve({ name, command, passed, seconds: (performance.now() - started) / 1000, output });
    child.on("error", (error) => {
      output += error.message;
      end(false);
    });
    child.on("close", (code) => end(code === 0));
  });
}

/** Runs the checks side by side, prints what failing ones say and a line for each; returns the names that failed. */
export async function runChecks(): Promise<string[]> {
  const findings = await Promise.all(checks().map(runCheck));
  for (const finding of findings) {
    if (!finding.passed) console.log(`\n── npm run ${finding.name}: ${finding.command}\n${finding.output.trim()}\n`);
  }
  for (const { name, passed, seconds } of findings)
    console.log(`${passed ? "✓" : "✗"} ${name} (${seconds.toFixed(1)} s)`);
  return findings.filter((finding) => !finding.passed).map((finding) => finding.name);
}

if (import.meta.main) {
  const failed = await runChecks();
  if (failed.length > 0) process.exitCode = 1;
}
