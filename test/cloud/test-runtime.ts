import { type ManualClock, manualClock } from "@showrunner/core/clock.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import type { QueueName } from "@showrunner/core/ports/queue.ts";
import type { Services } from "@showrunner/services/context.ts";
import { serviceSettings } from "@showrunner/services/settings.ts";
import { openMemoryVault } from "@showrunner/storage/key-file-vault.ts";
import { openDatabase } from "@showrunner/storage/sqlite/database.ts";
import { createTrakt } from "@showrunner/trakt/client.ts";
import * as z from "zod";
import type { Environment } from "../../functions/environment.ts";
import { jsonLog, serviceLog } from "../../functions/log.ts";
import { createMetrics } from "../../functions/metrics.ts";
import { createNames } from "../../functions/names.ts";
import type { Queues, Runtime } from "../../functions/runtime.ts";
import { queues } from "../../stacks/topology.ts";
import { testApp } from "../harness/test-world.ts";

/** A runtime on in-memory SQLite, with what it printed, and what it asked of its queue. */
export interface TestRuntime {
  runtime: Runtime;
  clock: ManualClock;
  lines: Record<string, unknown>[];
  released: { queue: QueueName; receipts: readonly string[]; visibleAt: number }[];
  buried: { queue: QueueName; id: string; receipt: string; text: string; group: string; reason: string }[];
  close(): Promise<void>;
}

export const startsAt = Date.parse("2026-03-02T12:00:00.000Z");
const Line = z.record(z.string(), z.unknown());
const nowhere = "http://127.0.0.1:9";

export function testRuntime(environment: Environment = {}): TestRuntime {
  const clock = manualClock(startsAt);
  const database = openDatabase({ path: ":memory:", clock, random: systemRandom, queues });
  const lines: TestRuntime["lines"] = [];
  const released: TestRuntime["released"] = [];
  const buried: TestRuntime["buried"] = [];
  const print = (line: string): void => void lines.push(Line.parse(JSON.parse(line)));
  const metrics = createMetrics(print);
  const names = createNames();
  const write = jsonLog({
    print,
    now: clock.now,
    fields: () => ({ function: "apply-rules", request: "request-1" }),
    without: names.without,
  });
  const trakt = createTrakt({ ...testApp, apiUrl: nowhere, authUrl: nowhere, clock });
  const unreachable = (): Promise<never> => Promise.reject(new Error("nothing is sent from here"));
  const services: Services = {
    clock,
    random: systemRandom,
    log: serviceLog(write, metrics, names),
    store: names.heard(database.store),
    queue: database.queue,
    vault: openMemoryVault(),
    trakt,
    outbound: { http: { request: unreachable, close: () => Promise.resolve() }, mail: { send: unreachable } },
    settings: serviceSettings,
    worker: "worker-1",
    source: nowhere,
  };
  const queue: Queues = {
    send: database.queue.send,
    depth: database.queue.depth,
    release: (name, receipts, visibleAt) => {
      released.push({ queue: name, receipts, visibleAt });
      return Promise.resolve();
    },
    buryWithReason: (name, doomed) => {
      buried.push(...doomed.map((one) => ({ queue: name, ...one })));
      return Promise.resolve();
    },
  };
  return {
    runtime: { name: "apply-rules", services, queue, environment, metrics, write },
    clock,
    lines,
    released,
    buried,
    close: async () => {
      await trakt.close();
      await database.close();
    },
  };
}
