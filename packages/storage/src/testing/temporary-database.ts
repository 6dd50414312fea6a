import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock, type ManualClock } from "@showrunner/core/clock.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import { onTestFinished } from "vitest";
import { openDatabase, type Database, type DatabaseOptions } from "../sqlite/database.ts";

export const maxReceiveCount = 3;
const everyQueue = { maxReceiveCount };

export const startMs = Date.UTC(2026, 0, 1);

export const testOptions = (path: string, clock: ManualClock = manualClock(startMs)) =>
  ({
    path,
    clock,
    random: systemRandom,
    queues: { PollJobs: everyQueue, ChangeEvents: everyQueue, TraktWrites: everyQueue, Deliveries: everyQueue },
  }) satisfies DatabaseOptions;

/** A path in a folder that goes when the test ends. */
export function temporaryPath(file = "showrunner.db"): string {
  const folder = mkdtempSync(join(tmpdir(), "showrunner-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, file);
}

/** A database that is closed when the test ends. */
export function openForTest(path = ":memory:", more: Partial<DatabaseOptions> = {}): Database {
  const database = openDatabase({ ...testOptions(path), ...more });
  onTestFinished(() => database.close());
  return database;
}
