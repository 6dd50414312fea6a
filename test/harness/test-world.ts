import { createMailer } from "@showrunner/channels/email/mailer.ts";
import { createGuard } from "@showrunner/channels/guard/guard.ts";
import { createGuardedHttp } from "@showrunner/channels/guard/http.ts";
import { withCircuits } from "@showrunner/channels/with-circuits.ts";
import { type ManualClock, manualClock } from "@showrunner/core/clock.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import type { LogEntry } from "@showrunner/core/log.ts";
import { type Message, queueNames } from "@showrunner/core/ports/queue.ts";
import type { Account } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { serviceSettings } from "@showrunner/services/settings.ts";
import { connectAccount } from "@showrunner/services/accounts/accounts.ts";
import type { Services, ServiceSettings } from "@showrunner/services/context.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import type { Database } from "@showrunner/storage/sqlite/database.ts";
import { createTrakt } from "@showrunner/trakt/client.ts";
import type { Tokens } from "@showrunner/trakt/oauth.ts";
import type { Behaviour } from "@showrunner/trakt-sandbox/behaviour.ts";
import { createSandbox, type Sandbox } from "@showrunner/trakt-sandbox/sandbox.ts";
import { createGovernor } from "@showrunner/trakt/governor.ts";
import { traktGovernor } from "../../stacks/topology.ts";
import { oneMachine } from "./one-machine.ts";
import { type WorldDriverOptions, type WorldDrivers, worldVariable } from "./world-drivers.ts";

export interface TestWorldOptions {
  startsAt?: string;
  behaviour?: Partial<Behaviour>;
  settings?: Partial<ServiceSettings>;
  /** The governor of the one-machine runtime keeps the pace: what waits for its turn needs `flowing`. */
  governed?: boolean;
  /** The database's file; in memory when left out. */
  databasePath?: string;
  /** Stands between the services and the drivers: to count, to break, to stop. */
  wrap?(ctx: Services): Services;
  /** What happens to the messages of a batch on their way to the consumer. */
  deliverMessages?(messages: Message[]): Message[];
  /** What the world stands on, where it is not what the run stands on. */
  drivers?(options: WorldDriverOptions): WorldDrivers | Promise<WorldDrivers>;
}

/**
 * Everything on an injected clock: a sandbox over HTTP, the real services, and below them one machine (in-memory SQLite),
 * or the cloud where the variable of `world-drivers.ts` says so.
 */
export interface TestWorld {
  clock: ManualClock;
  sandbox: Sandbox;
  world: Sandbox["world"];
  ctx: Services;
  database: Database;
  log: LogEntry[];
  /** Makes a person at the sandbox and connects them. */
  person(username: string): Promise<Account>;
  /** Connects a person of the sandbox: for the first time, or again with new tokens. */
  connect(username: string): Promise<Account>;
  rule(account: Account, yaml: string): Promise<void>;
  /** Consumes what the queues hold, until nothing is left to do now. */
  drain(): Promise<void>;
  /** Lets minutes pass, one by one, with everything that runs by the clock. */
  minutes(count: number): Promise<void>;
  /** Lets time pass in which nothing here runs, as if the machine slept, then runs once what is due. */
  sleep(ms: number): Promise<void>;
  /** Lets time flow while something is under way that waits for it: an answer that is slow, a turn at the governor. */
  flowing<T>(work: () => Promise<T>): Promise<T>;
  /** Another worker on the same store and queues. */
  worker(name: string): Services;
  /** Everything that is kept, as text: records, messages, dead letters and, in the cloud, what functions printed. */
  stored(): Promise<string>;
  /** The requests that reached the sandbox while `work` ran: `GET /sync/history/:type?` → how often. */
  requestsDuring(work: () => Promise<unknown>): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export const testApp = { clientId: "test-app", clientSecret: new Secret("test-app-secret") };

export async function createTestWorld(options: TestWorldOptions = {}): Promise<TestWorld> {
  const clock = manualClock(Date.parse(options.startsAt ?? "2026-03-02T12:00:00.000Z"));
  const sandbox = createSandbox({ clock, behaviour: { limits: false, ...options.behaviour } });
  const { url } = await sandbox.listen();
  const open = options.drivers ?? openDrivers;
  const drivers = await open({ clock, databasePath: options.databasePath });
  const { database } = drivers;
  const guard = createGuard({ policy: "lan", allowLoopback: true });
  const http = createGuardedHttp(guard);
  const log: LogEntry[] = [];
  const plain: Services = {
    clock,
    random: systemRandom,
    log: (entry) => log.push(entry),
    store: database.store,
    queue: database.queue,
    vault: drivers.vault,
    trakt: createTrakt({
      ...testApp,
      apiUrl: url,
      authUrl: url,
      clock,
      ...(options.governed === true ? { governor: createGovernor({ clock, ...traktGovernor }) } : {}),
    }),
    outbound: withCircuits({ http, mail: createMailer(guard) }, clock),
    settings: { ...serviceSettings, ...options.settings },
    worker: "worker-1",
    source: url,
  };
  const ctx = options.wrap?.(plain) ?? plain;

  const drain = async (): Promise<void> => {
    for (;;) {
      let handled = 0;
      for (const queue of queueNames) handled += await drivers.consume(ctx, queue, options.deliverMessages);
      if (handled === 0) return;
    }
  };
  const connect = (username: string): Promise<Account> =>
    connectAccount(ctx, tokensOf(sandbox.world.issueTokens(username)));

  const tick = async (): Promise<void> => {
    await drivers.tick(ctx);
    await drain();
  };

  return {
    clock,
    sandbox,
    world: sandbox.world,
    ctx,
    database,
    log,
    person: async (username) => {
      sandbox.world.addPerson({ username });
      return await connect(username);
    },
    connect,
    rule: async (account, yaml) => {
      await saveRule(ctx, account.id, yaml, { enabled: true });
    },
    drain,
    minutes: async (count) => {
      for (let minute = 0; minute < count; minute++) {
        await clock.advance(60_000);
        await tick();
      }
    },
    sleep: async (ms) => {
      await clock.advance(ms);
      await tick();
    },
    flowing: async (work) => {
      let under = true;
      const running = work().finally(() => {
        under = false;
      });
      for (let waited = 0; under; waited++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (drivers.underWay() > 0) continue;
        // An answer that is on its way comes first, unless it waits for the time itself.
        const underWay = requestsUnderWay(sandbox) > 0;
        if (underWay && waited < 10) continue;
        waited = 0;
        if (under) await clock.advance(underWay ? 2500 : 250);
      }
      return await running;
    },
    worker: (name) => ({ ...ctx, worker: name }),
    stored: drivers.stored,
    requestsDuring: async (work) => {
      const before = sandbox.requests();
      await work();
      const more = Object.entries(sandbox.requests()).map(([name, count]): [string, number] => [
        name,
        count - (before[name] ?? 0),
      ]);
      return Object.fromEntries(more.filter(([, count]) => count > 0));
    },
    close: async () => {
      await Promise.all([plain.trakt.close(), http.close()]);
      await drivers.close();
      await sandbox.close();
    },
  };
}

async function openDrivers(options: WorldDriverOptions): Promise<WorldDrivers> {
  if (process.env[worldVariable] !== "cloud") return oneMachine(options);
  const { inTheCloud } = await import("../cloud/in-the-cloud.ts");
  return await inTheCloud(options);
}

function requestsUnderWay(sandbox: Sandbox): number {
  const total = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((sum, count) => sum + count, 0);
  return total(sandbox.requests()) - total(sandbox.answers());
}

export function tokensOf(issued: ReturnType<Sandbox["world"]["issueTokens"]>): Tokens {
  return {
    accessToken: new Secret(issued.access_token),
    refreshToken: new Secret(issued.refresh_token),
    createdAtMs: issued.created_at * 1000,
    expiresInMs: issued.expires_in * 1000,
  };
}
