import { createMailer } from "@showrunner/channels/email/mailer.ts";
import { createGuard } from "@showrunner/channels/guard/guard.ts";
import { createGuardedHttp } from "@showrunner/channels/guard/http.ts";
import { type ManualClock, manualClock } from "@showrunner/core/clock.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import { accountPk, connectionKey } from "@showrunner/core/keys.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import { type Account, Connection } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { createTrakt } from "@showrunner/trakt/client.ts";
import { TraktError, type TraktErrorKind } from "@showrunner/trakt/errors.ts";
import type { Tokens } from "@showrunner/trakt/oauth.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { getConnection, sealTokens } from "./accounts.ts";
import type { Services } from "../context.ts";
import { serviceSettings } from "../settings.ts";
import { refreshTokens } from "./refresh-tokens.ts";
import { mapStore } from "../testing/map-store.ts";

const leaseMs = 180_000;
const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;
const startMs = Date.parse("2026-03-02T12:00:00.000Z");

const account: Account = {
  id: "acc_made_up",
  traktUuid: "made-up",
  username: "ann",
  name: null,
  timezone: "UTC",
  createdAt: new Date(startMs).toISOString(),
};

/** What becomes of one call of the auth server. */
const CallFate = fc.constantFrom("ok", "lost_before", "lost_after", "hangs", "429", "503", "not_sent");
type CallFate = "ok" | "lost_before" | "lost_after" | "hangs" | "429" | "503" | "not_sent";

/** An auth server whose refresh tokens serve once, as Trakt's do. */
class FakeAuth {
  live: string | null = "refresh-0";
  /** Each token that was sent and looked at, with the attempts that were written down at that moment. */
  readonly sent: { token: string; attempts: number }[] = [];
  readonly fates: CallFate[];
  readonly #clock: ManualClock;
  readonly #store: Store;
  #serial = 0;

  constructor(clock: ManualClock, store: Store, fates: readonly CallFate[]) {
    this.#clock = clock;
    this.#store = store;
    this.fates = [...fates];
  }

  async refresh(refreshToken: Secret<string>, signal: AbortSignal | undefined): Promise<Tokens> {
    const fate = this.fates.shift() ?? "ok";
    if (fate === "not_sent" || signal?.aborted === true) throw errorOf("no_answer", null, false);
    // Turned away unread: it is no use of the token.
    if (fate === "429") throw errorOf("rate_limited", 429);
    const token = refreshToken.reveal();
    const stored = await this.#store.get(connectionKey(account.id));
    this.sent.push({ token, attempts: Connection.parse(stored?.data).refreshAttempts });
    if (fate === "503") throw errorOf("server", 503);
    if (fate === "lost_before") throw errorOf("no_answer", null);
    if (token !== this.live) throw errorOf("invalid_grant", 400);
    this.#serial += 1;
    this.live = `refresh-${this.#serial}`;
    if (fate === "lost_after") throw errorOf("no_answer", null);
    if (fate === "hangs") {
      await new Promise((resolve) => {
        signal?.addEventListener("abort", resolve, { once: true });
      });
      throw errorOf("no_answer", null);
    }
    return this.pair();
  }

  pair(): Tokens {
    return {
      accessToken: new Secret(`access-${this.#serial}`),
      refreshToken: new Secret(this.live ?? ""),
      createdAtMs: this.#clock.now(),
      expiresInMs: weekMs,
    };
  }
}

function errorOf(kind: TraktErrorKind, status: number | null, sent = true): TraktError {
  const retry = kind === "server" || kind === "rate_limited" ? ("after" as const) : ("default" as const);
  return new TraktError({
    kind,
    status,
    method: "POST",
    path: "/oauth/token",
    message: kind,
    retry:
      kind === "invalid_grant"
        ? { kind: "never" }
        : retry === "after"
          ? { kind: retry, afterMs: 30_000 }
          : { kind: retry },
    sent,
  });
}

interface Bench {
  clock: ManualClock;
  store: Store;
  auth: FakeAuth;
  worker(name: string, store?: Store): Services;
  now(): Promise<Connection>;
  told(): Promise<number>;
}

async function bench(fates: readonly CallFate[] = []): Promise<Bench> {
  const clock = manualClock(startMs);
  const store = mapStore();
  const auth = new FakeAuth(clock, store, fates);
  const nowhere = "http://127.0.0.1:1";
  const trakt = createTrakt({
    apiUrl: nowhere,
    authUrl: nowhere,
    clientId: "made-up",
    clientSecret: new Secret(""),
    clock,
  });
  const guard = createGuard({ policy: "lan", allowLoopback: true });
  const worker = (name: string, seen: Store = store): Services => ({
    clock,
    random: systemRandom,
    log: () => undefined,
    store: seen,
    queue: { send: async () => undefined },
    vault: {
      seal: async (_place, secret) => `sealed ${secret.reveal()}`,
      open: async (_place, sealed) => new Secret(sealed.slice("sealed ".length)),
      forget: async () => {},
    },
    trakt: { ...trakt, oauth: { ...trakt.oauth, refresh: (token, options) => auth.refresh(token, options?.signal) } },
    outbound: { http: createGuardedHttp(guard, { clock }), mail: createMailer(guard, { clock }) },
    settings: {
      ...serviceSettings,
      tiersMinutes: [1],
      shards: 1,
      accountsPerPollJob: 10,
      settleMs: 90_000,
      calendarRefreshMs: hourMs,
      sharedRefreshMs: hourMs,
      wholeHistoryMs: hourMs,
      factsMaxAgeMs: hourMs,
      personFactsMaxAgeMs: hourMs,
      leaseMs,
      outboxGraceMs: 30_000,
      retentionMs: weekMs,
      calendarDays: 30,
      maxRuleChain: 3,
      writeRetrySeconds: [5],
      webhookRetrySeconds: [5],
    },
    worker: name,
    source: nowhere,
  });
  const sealed = await sealTokens(worker("first"), account.id, auth.pair());
  const connection: Connection = {
    ...sealed,
    state: "active",
    accessRefused: false,
    lease: null,
    refreshAttempts: 0,
    reason: null,
    reasonSince: null,
  };
  await store.put({ ...connectionKey(account.id), v: 1, data: connection });
  return {
    clock,
    store,
    auth,
    worker,
    now: async () => (await getConnection(worker("onlooker"), account.id)).value,
    told: async () => (await store.query({ pk: accountPk(account.id), prefix: "EVENT#" })).items.length,
  };
}

/** Lets a scheduler decide when each operation of a worker takes place. */
function scheduled(s: fc.Scheduler, store: Store): Store {
  const wait = <Args extends unknown[], T>(work: (...args: Args) => Promise<T>): ((...args: Args) => Promise<T>) =>
    s.scheduleFunction(work);
  return {
    get: wait((key) => store.get(key)),
    getMany: wait((keys) => store.getMany(keys)),
    put: wait((item, condition) => store.put(item, condition)),
    delete: wait((key, condition) => store.delete(key, condition)),
    query: wait((query) => store.query(query)),
    queryIndex: wait((query) => store.queryIndex(query)),
  };
}

/** A worker dies in the middle: from one operation on, none of its own takes place any more. */
function mortal(store: Store, operations: number): Store {
  let left = operations;
  const alive =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      left -= 1;
      if (left < 0) throw new Error("the worker is dead");
      return await work(...args);
    };
  return {
    get: alive((key) => store.get(key)),
    getMany: alive((keys) => store.getMany(keys)),
    put: alive((item, condition) => store.put(item, condition)),
    delete: alive((key, condition) => store.delete(key, condition)),
    query: alive((query) => store.query(query)),
    queryIndex: alive((query) => store.queryIndex(query)),
  };
}

async function refreshAs(ctx: Services): Promise<void> {
  const known = await getConnection(ctx, account.id);
  if (known.value.state === "active") await refreshTokens(ctx, account, known);
}

function expectSentTwiceOnlyWhenCounted(auth: FakeAuth): void {
  for (const [token, uses] of Map.groupBy(auth.sent, (one) => one.token))
    if (uses.length > 1)
      expect(Math.max(...uses.map((one) => one.attempts)), `${token} was sent ${uses.length} times`).toBeGreaterThan(1);
}

describe("workers that renew one account's tokens at once", () => {
  it("send the refresh token once, and all end with the new pair, in whatever order their steps come", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 4 }), async (s, count) => {
        const b = await bench();
        const workers = Array.from({ length: count }, (_, n) => b.worker(`worker-${n}`, scheduled(s, b.store)));
        await s.waitFor(Promise.all(workers.map(refreshAs)));
        expect(b.auth.sent).toEqual([{ token: "refresh-0", attempts: 1 }]);
        expect(await b.now()).toMatchObject({
          state: "active",
          refreshToken: "sealed refresh-1",
          lease: null,
          refreshAttempts: 0,
        });
        expect(await b.told()).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it("never lose a pair that reached them, use no token twice uncounted, and end renewed or told, whatever breaks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(CallFate, { maxLength: 5 }),
        // How many operations each worker lives to do.
        fc.array(fc.option(fc.integer({ min: 0, max: 12 }), { nil: 1000, freq: 2 }), { minLength: 2, maxLength: 4 }),
        fc.array(fc.constantFrom(0, 60_000, leaseMs / 2, leaseMs + 1, 2 * hourMs), { minLength: 1, maxLength: 6 }),
        async (s, fates, lives, jumps) => {
          const b = await bench(fates);
          const workers = lives.map((life, n) => b.worker(`worker-${n}`, mortal(scheduled(s, b.store), life)));
          const time = s.scheduleSequence(jumps.map((ms) => () => b.clock.advance(ms)));
          const work = workers.map(async (ctx) => {
            for (let round = 0; round < 3; round++) {
              await refreshAs(ctx).catch(() => undefined);
              await s.schedule(Promise.resolve(), "a pause");
            }
          });
          // Time goes on as long as somebody is at work, so what hangs comes to its end.
          let working = true;
          const all = Promise.all(work).finally(() => {
            working = false;
          });
          const pulse = async (): Promise<void> => {
            while (working) {
              await s.schedule(Promise.resolve(), "time passes");
              await b.clock.advance(leaseMs / 8);
            }
          };
          await s.waitFor(Promise.all([all, time.task, pulse()]));

          // When all is well again, one more worker finds it and puts it in order.
          b.auth.fates.length = 0;
          for (let round = 0; round < 4; round++) {
            await b.clock.advance(2 * hourMs);
            await refreshAs(b.worker("last"));
          }
          const end = await b.now();
          expectSentTwiceOnlyWhenCounted(b.auth);
          expect(await b.told()).toBeLessThanOrEqual(1);
          if (end.state === "active") {
            expect(end).toMatchObject({ refreshToken: `sealed ${b.auth.live}`, refreshAttempts: 0 });
          } else {
            expect(end.state).toBe("needs_reconnect");
            expect(end.refreshToken).not.toBe(`sealed ${b.auth.live}`);
            expect(await b.told()).toBe(1);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** A request that is on its way, and comes to something only when it is let go. */
function held(b: Bench, when: "before" | "after"): { ctx: Services; letGo: () => void } {
  const gate = Promise.withResolvers<void>();
  const ctx = b.worker("held");
  const refresh = async (token: Secret<string>): Promise<Tokens> => {
    if (when === "before") await gate.promise;
    const tokens = await b.auth.refresh(token, undefined);
    if (when === "after") await gate.promise;
    return tokens;
  };
  return { ctx: { ...ctx, trakt: { ...ctx.trakt, oauth: { ...ctx.trakt.oauth, refresh } } }, letGo: gate.resolve };
}

describe("a worker that was held up beyond its lease", () => {
  it("and then hears that the token is spent finds the other's pair, and bothers nobody", async () => {
    const b = await bench();
    const { ctx, letGo } = held(b, "before");
    const late = refreshAs(ctx);
    await new Promise((resolve) => setImmediate(resolve));
    await b.clock.advance(leaseMs + 1);
    await refreshAs(b.worker("other"));
    letGo();
    await late;
    expect(await b.now()).toMatchObject({ state: "active", refreshToken: "sealed refresh-1" });
    expect(await b.told()).toBe(0);
  });

  it("and then gets the only pair that lives keeps it, also when another was refused and the person was told", async () => {
    const b = await bench();
    const { ctx, letGo } = held(b, "after");
    const late = refreshAs(ctx);
    await new Promise((resolve) => setImmediate(resolve));
    await b.clock.advance(leaseMs + 1);
    await refreshAs(b.worker("other"));
    expect((await b.now()).state).toBe("needs_reconnect");
    letGo();
    await late;
    expect(await b.now()).toMatchObject({ state: "active", refreshToken: "sealed refresh-1", reason: null });
    expectSentTwiceOnlyWhenCounted(b.auth);
  });
});

describe("one attempt", () => {
  it.each([
    ["429", 0],
    ["not_sent", 0],
    ["503", 1],
    ["lost_before", 1],
    ["lost_after", 1],
  ] as const)("that ends in %s counts %i uses of the token, and waits before the next", async (fate, counted) => {
    const b = await bench([fate]);
    await refreshAs(b.worker("one"));
    const after = await b.now();
    expect(after).toMatchObject({ state: "active", refreshAttempts: counted, lease: { owner: "waiting" } });
    await refreshAs(b.worker("two"));
    expect(b.auth.sent.length).toBeLessThanOrEqual(1);
    await b.clock.advance((after.lease?.until ?? 0) - b.clock.now());
    await refreshAs(b.worker("two"));
    const end = await b.now();
    expect(end.state).toBe(fate === "lost_after" ? "needs_reconnect" : "active");
    expect(await b.told()).toBe(fate === "lost_after" ? 1 : 0);
  });

  it("that hangs is over before its lease, so that no other worker can be at it at the same time", async () => {
    const b = await bench(["hangs"]);
    const hanging = refreshAs(b.worker("one"));
    while (b.auth.sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await b.clock.advance(leaseMs - 1);
    await hanging;
    expect((await b.now()).lease).toMatchObject({ owner: "waiting" });
  });

  it("says why: a token that an unclear attempt may have used up is told otherwise than one that was refused at once", async () => {
    const unclear = await bench(["lost_after"]);
    await refreshAs(unclear.worker("one"));
    await unclear.clock.advance(hourMs);
    await refreshAs(unclear.worker("one"));
    expect((await unclear.now()).reason).toContain("without an answer");
    const refused = await bench();
    refused.auth.live = null;
    await refreshAs(refused.worker("one"));
    expect((await refused.now()).reason).toBe("Trakt refused the refresh token");
  });
});
