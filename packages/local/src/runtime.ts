import { createApi } from "@showrunner/api/app.ts";
import { createBell } from "@showrunner/api/live/bell.ts";
import { ringingStore } from "@showrunner/api/live/ringing-store.ts";
import { createMeter } from "@showrunner/api/meter.ts";
import { type Clock, systemClock } from "@showrunner/core/clock.ts";
import type { Log } from "@showrunner/core/log.ts";
import { listAccounts } from "@showrunner/services/accounts/accounts.ts";
import { releaseAbandoned } from "@showrunner/services/schedule/recover.ts";
import manifest from "../package.json" with { type: "json" };
import { dataFolder, lockFolder, prepareFolder, resetFolder } from "./data-folder.ts";
import { continueDemo, demoClock, type DemoFile, saveDemo } from "./demo-clock.ts";
import { depths } from "./depths.ts";
import { callbackPath, type Env } from "./env.ts";
import { openServices } from "./open.ts";
import { serve } from "./serve.ts";
import { webFiles } from "./web-files.ts";

export interface RuntimeOptions {
  env: Env;
  /** Begin anew: what is in the data folder is removed first. */
  reset: boolean;
  /** Makes what the services tell their doings to, given the clock that they live by. */
  log(clock: Clock): Log;
  /** Called when it answers, before it does anything. */
  ready(started: Started): void;
}

export interface Started {
  url: string;
  mode: "sandbox" | "trakt";
  sandboxUrl: string | null;
  /** The user names of those who are connected. */
  people: string[];
}

export interface Runtime {
  /** Stops cleanly: nothing new is begun, what is under way is finished, the file is closed. */
  stop(): Promise<void>;
}

/** How often the demo's time is written down, in real time. */
const heartbeatMs = 5000;

/** Starts everything on this machine: store and queues, scheduler, consumers, the API and the dashboard, and the demo. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { env } = options;
  const isDemo = env.trakt === null;
  const folder = dataFolder(env.dataFolder, isDemo);
  prepareFolder(folder);
  const closers: (() => unknown)[] = [lockFolder(folder)];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    if (options.reset) resetFolder(folder);
    const demoFile = isDemo ? continueDemo(folder, env.demoSpeed, systemClock.now()) : undefined;
    const clock = demoFile === undefined ? systemClock : demoClock(demoFile);
    // The sandbox is loaded for the demo alone.
    const demo = demoFile === undefined ? undefined : await (await import("./demo.ts")).openDemo(folder, clock);
    if (demo !== undefined) closers.push(() => demo.close());
    if (demo !== undefined && demoFile !== undefined) {
      demo.catchUp();
      closers.push(keepTime(folder, { ...demoFile, sandboxUrl: demo.sandboxUrl }, clock));
    }
    const app = env.trakt ?? demo?.trakt;
    // In the demo whoever looks around may see all there is.
    const operators = env.operators ?? demo?.people;
    if (app === undefined) throw new Error("there is neither a Trakt app nor a demo");
    const meter = createMeter(clock);
    const log = meter.heard(options.log(clock));
    const { keyFile, allowLoopback } = env;
    // The proxy that Trakt sends browsers back by leads people here, too.
    const site = env.redirectUri === null ? {} : { site: new URL(env.redirectUri).origin };
    const opened = await openServices({ folder, keyFile, clock, log, trakt: app, allowLoopback, ...site });
    closers.push(() => opened.close());
    // The folder's lock makes this process its only worker: whoever had something in hand before is dead.
    await opened.database.releaseInFlight();
    await releaseAbandoned(opened.ctx);

    let ownRedirectUri: string | undefined;
    meter.watch(() => opened.ctx.trakt.calls());
    const bell = createBell();
    // Whatever writes in this process, the pages hear of it.
    opened.ctx.store = ringingStore(opened.ctx.store, bell);
    const api = createApi(opened.ctx, {
      bell,
      meter,
      deadLetters: {
        list: (queue, limit) => opened.database.queue.dead(queue, limit),
        retry: (queue, limit) => opened.database.queue.redrive(queue, limit),
      },
      mode: isDemo ? "sandbox" : "trakt",
      version: manifest.version,
      queues: () => depths(opened.database),
      startedAt: clock.now(),
      ...(isDemo ? { speed: env.demoSpeed } : {}),
      redirectUri: () => env.redirectUri ?? ownRedirectUri,
      // The proxy that Trakt sends browsers back by is how people come, too.
      allowedHosts: env.redirectUri === null ? [] : [new URL(env.redirectUri).hostname],
      registration: env.registration,
      allowed: env.allowed,
      ...(operators === undefined ? {} : { operators }),
      webFiles,
    });
    const served = await serve((request) => api.fetch(request), env.port);
    // The demo's Trakt sends people back to any address; a real one only to what was registered with it.
    if (isDemo) ownRedirectUri = `${served.url}${callbackPath}`;
    closers.push(() => served.close());
    // The page answers while the rest is still loaded.
    const { startEngine } = await import("./engine.ts");
    await demo?.welcome(opened.ctx);
    options.ready({
      url: served.url,
      mode: isDemo ? "sandbox" : "trakt",
      sandboxUrl: demo?.sandboxUrl ?? null,
      people: (await listAccounts(opened.ctx)).map((account) => account.username),
    });
    const engine = startEngine(opened.ctx, opened.database);
    closers.push(() => engine.stop());
    const life = demo?.live();
    if (life !== undefined) closers.push(() => life.stop());
    return { stop: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Writes the demo's time down as it passes, so that a later start goes on from there. */
function keepTime(folder: ReturnType<typeof dataFolder>, demo: DemoFile, clock: Clock): () => void {
  const note = (sandboxUrl: string | null): void => saveDemo(folder, { ...demo, lastSeenMs: clock.now(), sandboxUrl });
  note(demo.sandboxUrl);
  const timer = setInterval(() => note(demo.sandboxUrl), heartbeatMs);
  return () => {
    clearInterval(timer);
    note(null);
  };
}
