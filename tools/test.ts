import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noDynamoLocal } from "@showrunner/storage/testing/dynamo-local.ts";
import * as z from "zod";
import { runChecks } from "./check.ts";
import { root } from "./project.ts";

/** What is read of Vitest's JSON report. */
const Report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

export interface Tally {
  passed: number;
  failed: number;
}

/** Counts a run; a file that could not be loaded, and an error outside all tests, are failures as well. */
export function tally(report: unknown, exitCode: number | null): Tally {
  const { data } = Report.safeParse(report);
  if (data === undefined) return { passed: 0, failed: 1 };
  const brokenFiles = data.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((one) => one.status !== "failed"),
  );
  const failed = data.numFailedTests + brokenFiles.length;
  return { passed: data.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

/** Runs Vitest, which prints as it goes, and counts what it reports. */
async function runTests(args: readonly string[]): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), "showrunner-tests-"));
  try {
    const report = join(folder, "report.json");
    const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
    const child = spawn(
      process.execPath,
      [vitest, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...args],
      { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
    );
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    return tally(readJson(report), exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Flows for every day that together meet every function and queue of the cloud's world, and what came from outside, waited
 * and was done at Trakt; all flows take many minutes more.
 */
const cloudFlows = ["polling", "recipes", "trakt-writes", "hooks", "looking-again", "bad-input", "switching-on"].map(
  (name) => `test/flows/${name}.test.ts`,
);

if (import.meta.main) {
  // With arguments it is somebody at work on a part: only those tests.
  const args = process.argv.slice(2);
  const failedChecks = args.length === 0 ? await runChecks() : [];
  const tallies = [await runTests(args)];
  if (args.length === 0) {
    const left = noDynamoLocal === undefined ? "" : `: left out, ${noDynamoLocal}`;
    console.log(`\nSome of the flows in the cloud's world (npm run test:cloud: all of them)${left}`);
    tallies.push(await runTests(["--config", "vitest.cloud.config.ts", ...cloudFlows]));
  }
  const passed = tallies.reduce((sum, one) => sum + one.passed, 0);
  const failed = tallies.reduce((sum, one) => sum + one.failed, 0);
  // A failed check counts as one failure, so that the line and the exit code always agree.
  const failures = failed + failedChecks.length;
  if (failedChecks.length > 0) console.log(`Checks that failed: ${failedChecks.join(", ")}`);
  if (failures > 0) process.exitCode = 1;
  console.log(`${passed} passed, ${failures} failed`);
}
