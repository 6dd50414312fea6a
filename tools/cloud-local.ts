import { mkdtempSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createApi } from "@showrunner/api/app.ts";
import { createMailer } from "@showrunner/channels/email/mailer.ts";
import { createGuard } from "@showrunner/channels/guard/guard.ts";
import { createGuardedHttp } from "@showrunner/channels/guard/http.ts";
import { scaledClock, systemClock } from "@showrunner/core/clock.ts";
import { messageOf } from "@showrunner/core/errors.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import { type QueueDepth, type QueueName, queueNames } from "@showrunner/core/ports/queue.ts";
import { dataFolder, prepareFolder } from "@showrunner/local/data-folder.ts";
import { openDemo } from "@showrunner/local/demo.ts";
import { callbackPath, readEnv } from "@showrunner/local/env.ts";
import { serve } from "@showrunner/local/serve.ts";
import { webFiles } from "@showrunner/local/web-files.ts";
import { listAccounts } from "@showrunner/services/accounts/accounts.ts";
import type { Services } from "@showrunner/services/context.ts";
import { serviceSettings } from "@showrunner/services/settings.ts";
import { noDynamoLocal } from "@showrunner/storage/testing/dynamo-local.ts";
import { createTrakt } from "@showrunner/trakt/client.ts";
import { createGovernor } from "@showrunner/trakt/governor.ts";
import manifest from "../package.json" with { type: "json" };
import { queues, traktGovernor } from "../stacks/topology.ts";
import { endAws } from "../test/cloud/aws-of-this-machine.ts";
import { inTheCloud } from "../test/cloud/in-the-cloud.ts";
import type { WorldDrivers } from "../test/harness/world-drivers.ts";

/** How often an idle queue is asked again, in real time. */
const idleMs = 500;
const tickMs = 60_000;

/**
 * The cloud on this machine, for a developer to look at: Lambda's handlers, DynamoDB Local, an emulator of SQS, the
 * sandbox with the demo's people, and the dashboard. Nothing of it is kept.
 */
async function cloudLocal(): Promise<void> {
  if (noDynamoLocal !== undefined) {
    console.error(`The cloud cannot be played here: ${noDynamoLocal}.`);
    process.exitCode = 1;
    return;
  }
  const env = readEnv();
  const startedMs = systemClock.now();
  const clock = scaledClock({ speed: env.demoSpeed, originMs: startedMs, startedMs });
  const folder = dataFolder(mkdtempSync(join(tmpdir(), "showrunner-cloud-")), true);
  prepareFolder(folder);
  const ending = new AbortController();
  const closers: (() => unknown)[] = [() => rmSync(folder.path, { recursive: true, force: true }), endAws];
  try {
    const drivers = await inTheCloud({ clock, print: (line) => console.log(line) });
    closers.push(drivers.close);
    const demo = await openDemo(folder, clock);
    closers.push(demo.close);
    const guard = createGuard({ policy: "lan", allowLoopback: true });
    const http = createGuardedHttp(guard);
    const trakt = createTrakt({ ...demo.trakt, clock, governor: createGovernor({ clock, ...traktGovernor }) });
    closers.push(
      () => http.close(),
      () => trakt.close(),
    );
    const ctx: Services = {
      clock,
      random: systemRandom,
      // The handlers print it as Lambda would.
      log: () => undefined,
      store: drivers.database.store,
      queue: drivers.database.queue,
      vault: drivers.vault,
      trakt,
      outbound: { http, mail: createMailer(guard) },
      settings: serviceSettings,
      worker: systemRandom.id("own"),
      source: demo.trakt.apiUrl,
    };
    let url = "";
    const api = createApi(ctx, {
      mode: "sandbox",
      version: manifest.version,
      queues: () => depths(drivers),
      startedAt: clock.now(),
      speed: env.demoSpeed,
      redirectUri: () => `${url}${callbackPath}`,
      webFiles,
    });
    const served = await serve((request) => api.fetch(request), env.port);
    closers.push(() => served.close());
    url = served.url;
    await demo.welcome(ctx);
    const people = (await listAccounts(ctx)).map(({ username }) => username);
    console.log(
      `Showrunner's cloud, on this machine: ${url}\n  Trakt's sandbox: ${demo.sandboxUrl}\n  Connected: ${people.join(", ")}\n  Ctrl-C ends it.`,
    );
    const life = demo.live();
    closers.push(life.stop);
    const working = Promise.all([
      ...queueNames.flatMap((queue) =>
        Array.from({ length: queues[queue].concurrency }, () => consuming(drivers, ctx, queue, ending.signal)),
      ),
      ticking(drivers, ctx, ending.signal),
    ]);
    closers.push(async () => {
      ending.abort();
      await working;
    });
    await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM"), working]);
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

/** Plays the event source mapping of a queue. */
async function consuming(drivers: WorldDrivers, ctx: Services, queue: QueueName, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      if ((await drivers.consume(ctx, queue)) === 0) await pause(idleMs);
    } catch (error) {
      console.error(`${queue}: ${messageOf(error)}`);
      await pause(idleMs);
    }
  }
}

/** Plays EventBridge: every minute of the demo's clock. What fails is told in the handlers' log. */
async function ticking(drivers: WorldDrivers, ctx: Services, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await drivers.tick(ctx);
    const waitMs = tickMs - (ctx.clock.now() % tickMs);
    await ctx.clock.sleep(waitMs, signal).catch(() => undefined);
  }
}

async function depths({ database }: WorldDrivers): Promise<Record<QueueName, QueueDepth>> {
  const of = (queue: QueueName): Promise<QueueDepth> => database.queue.depth(queue);
  const [PollJobs, ChangeEvents, TraktWrites, Deliveries] = await Promise.all([
    of("PollJobs"),
    of("ChangeEvents"),
    of("TraktWrites"),
    of("Deliveries"),
  ]);
  return { PollJobs, ChangeEvents, TraktWrites, Deliveries };
}

if (import.meta.main) await cloudLocal();
