import { createMailer } from "@showrunner/channels/email/mailer.ts";
import { createGuard } from "@showrunner/channels/guard/guard.ts";
import { createGuardedHttp } from "@showrunner/channels/guard/http.ts";
import type { Clock } from "@showrunner/core/clock.ts";
import { connectionKey } from "@showrunner/core/keys.ts";
import type { Message, Queue, QueueName } from "@showrunner/core/ports/queue.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import type { Vault } from "@showrunner/core/ports/vault.ts";
import { Connection } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { serviceSettings } from "@showrunner/services/settings.ts";
import { connectAccount } from "@showrunner/services/accounts/accounts.ts";
import { refreshDueTokens } from "@showrunner/services/accounts/refresh-due.ts";
import type { Services } from "@showrunner/services/context.ts";
import { pollJobs } from "@showrunner/services/poll/poll-jobs.ts";
import { schedule } from "@showrunner/services/schedule/schedule.ts";
import { openConnection } from "@showrunner/storage/sqlite/connection.ts";
import { itemStore } from "@showrunner/storage/sqlite/item-store.ts";
import { seeded } from "@showrunner/trakt-sandbox/seeded.ts";
import { type AuthFate, ScriptedTrakt } from "./scripted-trakt.ts";

/** What every operation of a dead worker ends in. */
export class Dead extends Error {
  override readonly name = "Dead";
}

/** One operation of a worker: waits for its turn, happens, and tells, unless the worker dies before or after it. */
export type Perform = <T>(what: string, work: () => T | Promise<T>) => Promise<T>;

/** A clock that jumps, also back: sleepers wake when it has passed their time. */
export class JumpingClock implements Clock {
  #nowMs: number;
  #sleepers: { dueMs: number; wake: () => void; signal: AbortSignal | undefined }[] = [];

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  jump(ms: number): void {
    this.#nowMs += ms;
    const due = this.#sleepers.filter((one) => one.dueMs <= this.#nowMs);
    this.#sleepers = this.#sleepers.filter((one) => one.dueMs > this.#nowMs);
    for (const { wake } of due) wake();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { dueMs: this.#nowMs + ms, wake: resolve, signal };
      this.#sleepers.push(sleeper);
      const give = (): void => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        reject(new Error("woken"));
      };
      if (signal?.aborted === true) give();
      else signal?.addEventListener("abort", give, { once: true });
    });
  }
}

/** One database in memory for all worlds: each begins by emptying it. Writes are durable at once. */
const connection = openConnection(":memory:");
const sqlite = itemStore(connection, {
  write: async (_cost, work) => work(),
  settled: async () => {},
  commits: () => 0,
  close: async () => {},
});

const guard = createGuard({ policy: "lan", allowLoopback: true });
const outbound = { http: createGuardedHttp(guard), mail: createMailer(guard) };

export interface WorldOptions {
  lifeSeconds: number;
  authFates: readonly AuthFate[];
  /** The share of the API's answers that are errors, while there are faults. */
  apiFaultShare: number;
  leaseMs: number;
  /** Whether the tokens before a sign-in are dead after it. */
  signInEndsOthers: boolean;
  seed: number;
}

export interface Worker {
  ctx: Services;
  isDead(): boolean;
}

/** Two to four workers, one account, one Trakt: everything real but the wires. */
export class RefreshWorld {
  readonly clock = new JumpingClock(Date.parse("2026-03-02T12:00:00.000Z"));
  readonly trakt: ScriptedTrakt;
  /** Poll jobs that wait; those of a worker that dies come back. */
  #jobs: Message[] = [];
  #serial = 0;
  readonly #seed: number;
  readonly #leaseMs: number;
  /** The most attempts that were ever written down while each refresh token was the stored one. */
  readonly recorded = new Map<string, number>();
  readonly #sealed = new Map<string, string>();

  constructor(options: WorldOptions) {
    connection.db.exec("DELETE FROM items");
    this.#seed = options.seed;
    this.#leaseMs = options.leaseMs;
    this.trakt = new ScriptedTrakt(this.clock, options);
  }

  /** A worker on the shared store and queue; `perform` decides when each of its operations comes, and whether it dies. */
  worker(name: string, perform: Perform, isDead: () => boolean, skewMs = 0): Worker {
    const next = seeded(`${this.#seed} ${name}`);
    const clock: Clock = {
      now: () => this.clock.now() + skewMs,
      sleep: (ms, signal) => this.clock.sleep(ms, signal),
    };
    const ctx: Services = {
      clock,
      random: { next, id: (prefix) => `${prefix}_${name}_${++this.#serial}` },
      log: () => {},
      store: this.#store(perform),
      queue: this.#queue(perform),
      vault: this.#vault(perform),
      trakt: this.trakt.client(perform, clock, isDead),
      outbound,
      settings: { ...serviceSettings, tiersMinutes: [1, 5], shards: 1, leaseMs: this.#leaseMs },
      worker: name,
      source: "made up",
    };
    return { ctx, isDead };
  }

  /** What a machine does each minute: renew, schedule, poll. */
  async tick(worker: Worker): Promise<void> {
    await refreshDueTokens(worker.ctx);
    await schedule(worker.ctx);
    await this.consume(worker);
  }

  /** Polls whoever has a job waiting. */
  async consume(worker: Worker): Promise<void> {
    const taken = this.#jobs.splice(0);
    if (taken.length === 0) return;
    const { failures } = await pollJobs(worker.ctx, taken);
    const unfinished = new Set(failures.map((one) => one.messageId));
    this.#jobs.push(...taken.filter((one) => worker.isDead() || unfinished.has(one.id)));
  }

  /** The person signs in, with tokens that Trakt gives for it. */
  async connect(worker: Worker): Promise<void> {
    const tokens = this.trakt.grant();
    await connectAccount(worker.ctx, tokens);
    this.trakt.reached(tokens.refreshToken.reveal(), worker.isDead);
  }

  #store(perform: Perform): Store {
    const put: Store["put"] = async (item, condition) => {
      const done = await sqlite.put(item, condition);
      if (done && item.sk === connectionKey("").sk) this.#note(Connection.parse(item.data));
      return done;
    };
    return {
      get: (key) => perform(`get ${key.sk}`, () => sqlite.get(key)),
      getMany: (keys) => perform("getMany", () => sqlite.getMany(keys)),
      put: (item, condition) => perform(`put ${item.pk} ${item.sk}`, () => put(item, condition)),
      delete: (key, condition) => perform(`delete ${key.pk} ${key.sk}`, () => sqlite.delete(key, condition)),
      query: (query) => perform(`query ${query.pk}`, () => sqlite.query(query)),
      queryIndex: (query) => perform(`query ${query.gsi1pk}`, () => sqlite.queryIndex(query)),
    };
  }

  #note({ refreshToken, refreshAttempts }: Connection): void {
    const token = this.#sealed.get(refreshToken) ?? "";
    this.recorded.set(token, Math.max(refreshAttempts, this.recorded.get(token) ?? 0));
  }

  #queue(perform: Perform): Queue {
    const take = (queue: QueueName, messages: Parameters<Queue["send"]>[1]): void => {
      if (queue !== "PollJobs") return;
      for (const { body, group } of messages)
        this.#jobs.push({ id: `m${++this.#serial}`, body, group, receiveCount: 1, receipt: "" });
    };
    return { send: (queue, messages) => perform(`send ${queue}`, () => take(queue, messages)) };
  }

  #vault(perform: Perform): Vault {
    return {
      seal: (_place, secret) =>
        perform("seal", () => {
          const sealed = `sealed ${++this.#serial}`;
          this.#sealed.set(sealed, secret.reveal());
          return sealed;
        }),
      open: (_place, sealed) => perform("open", () => new Secret(this.#sealed.get(sealed) ?? "")),
      forget: async () => {},
    };
  }

  /** The secret that a sealed value holds. */
  revealed(sealed: string): string {
    return this.#sealed.get(sealed) ?? "";
  }
}
