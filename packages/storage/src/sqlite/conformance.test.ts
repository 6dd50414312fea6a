import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock } from "@showrunner/core/clock.ts";
import { fairnessConformance } from "../conformance/queue-fairness.ts";
import { queueConformance, type QueueUnderTest } from "../conformance/queue.ts";
import { storeConformance, type StoreUnderTest } from "../conformance/store.ts";
import { openDatabase } from "./database.ts";
import { maxReceiveCount, startMs, testOptions } from "../testing/temporary-database.ts";

async function inFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "showrunner-"));
  return { path: join(folder, "showrunner.db"), remove: () => rm(folder, { recursive: true }) };
}

const inMemory = { path: ":memory:", remove: async (): Promise<void> => {} };

async function openStore({ path, remove }: typeof inMemory): Promise<StoreUnderTest> {
  const clock = manualClock(startMs);
  const database = openDatabase(testOptions(path, clock));
  const close = async (): Promise<void> => {
    await database.close();
    await remove();
  };
  return { store: database.store, clock, purgeExpired: () => database.purgeExpired(), close };
}

async function openQueue({ path, remove }: typeof inMemory): Promise<QueueUnderTest> {
  const clock = manualClock(startMs);
  let database = openDatabase(testOptions(path, clock));
  const opened: QueueUnderTest = {
    queue: database.queue,
    clock,
    pass: (ms) => clock.advance(ms),
    maxReceiveCount,
    close: async () => {
      await database.close();
      await remove();
    },
  };
  if (path !== ":memory:") {
    opened.reopen = async () => {
      await database.close();
      database = openDatabase(testOptions(path, clock));
      opened.queue = database.queue;
    };
  }
  return opened;
}

storeConformance("SQLite in memory", () => openStore(inMemory));
storeConformance("SQLite in a file", async () => openStore(await inFolder()));
queueConformance("SQLite in memory", () => openQueue(inMemory));
queueConformance("SQLite in a file", async () => openQueue(await inFolder()));
fairnessConformance("SQLite in memory", () => openQueue(inMemory));
