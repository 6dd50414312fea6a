import { createMailer } from "@showrunner/channels/email/mailer.ts";
import { createGuard } from "@showrunner/channels/guard/guard.ts";
import { createGuardedHttp } from "@showrunner/channels/guard/http.ts";
import { manualClock, type ManualClock } from "@showrunner/core/clock.ts";
import type { ActionRequest } from "@showrunner/core/actions.ts";
import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { deriveId, systemRandom } from "@showrunner/core/ids.ts";
import { actionKey, connectionKey, eventKey, index, profileKey, runKey } from "@showrunner/core/keys.ts";
import type { LogEntry } from "@showrunner/core/log.ts";
import { queueNames, type QueueDepth, type QueueName } from "@showrunner/core/ports/queue.ts";
import { type Account, type ActionRecord, type Connection, type Run, untouched } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import type { Trace } from "@showrunner/core/trace.ts";
import { aboutOf } from "@showrunner/detect/about.ts";
import { serviceSettings } from "@showrunner/services/settings.ts";
import type { Services } from "@showrunner/services/context.ts";
import { beginSession } from "@showrunner/services/accounts/sessions.ts";
import { startCursor } from "@showrunner/services/poll/poll-cursor.ts";
import { openMemoryVault } from "@showrunner/storage/key-file-vault.ts";
import { openDatabase, type Database } from "@showrunner/storage/sqlite/database.ts";
import { createTrakt } from "@showrunner/trakt/client.ts";
import type { Hono } from "hono";
import { queues } from "../../../../stacks/topology.ts";
import type { ApiOptions } from "../api-options.ts";
import { createApi } from "../app.ts";
import { ruleName } from "../views.ts";

export const startMs = Date.parse("2026-11-20T18:00:00.000Z");

/** The API over in-memory SQLite, and ways to put into it what the services would. */
export interface MadeUp {
  app: Hono;
  ctx: Services;
  clock: ManualClock;
  database: Database;
  log: LogEntry[];
  account(username: string, more?: Partial<Account>): Promise<Account>;
  connection(account: Account, more: Partial<Connection>): Promise<void>;
  event(
    account: Account,
    type: EventType,
    data: Record<string, unknown>,
    more?: Partial<ChangeEvent>,
  ): Promise<ChangeEvent>;
  run(event: ChangeEvent, run: MadeUpRun): Promise<Run>;
  /** Signs a person in: what their browser sends along from a page of our own. */
  asPerson(account: Account): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export interface MadeUpRun {
  rule: string;
  /** Made of the name when left out. */
  ruleId?: string;
  trace: Trace;
  actions?: { request: ActionRequest; record?: Partial<ActionRecord> }[];
}

export function madeUp(
  options: Partial<ApiOptions> = {},
  wrap: (ctx: Services) => Services = (ctx) => ctx,
  path = ":memory:",
): MadeUp {
  const clock = manualClock(startMs);
  const database = openDatabase({ path, clock, random: systemRandom, queues });
  const guard = createGuard({ policy: "lan", allowLoopback: false });
  const http = createGuardedHttp(guard, { clock });
  const nowhere = "http://127.0.0.1:9";
  const trakt = createTrakt({
    clientId: "app",
    clientSecret: new Secret("none"),
    apiUrl: nowhere,
    authUrl: nowhere,
    clock,
  });
  const log: LogEntry[] = [];
  const ctx = wrap({
    clock,
    random: systemRandom,
    log: (entry) => log.push(entry),
    store: database.store,
    queue: database.queue,
    vault: openMemoryVault(),
    trakt,
    outbound: { http, mail: createMailer(guard, { clock }) },
    settings: serviceSettings,
    worker: "worker-1",
    source: "https://trakt.tv",
  });
  const app = createApi(ctx, {
    mode: "sandbox",
    version: "1.2.3",
    queues: () => depths(database),
    startedAt: startMs,
    ...options,
  });
  const { store } = database;
  const nowIso = () => new Date(clock.now()).toISOString();
  const connection: MadeUp["connection"] = async (account, more) => {
    const data: Connection = {
      state: "active",
      accessToken: "sealed access token",
      refreshToken: "sealed refresh token",
      issuedAt: clock.now(),
      expiresAt: clock.now() + 24 * 3_600_000,
      accessRefused: false,
      lease: null,
      refreshAttempts: 0,
      reason: null,
      reasonSince: null,
      ...more,
    };
    await store.put({ ...connectionKey(account.id), v: 1, data });
  };
  return {
    app,
    ctx,
    clock,
    database,
    log,
    connection,
    account: async (username, more = {}) => {
      const id = deriveId("acc", [username]);
      const createdAt = nowIso();
      const data: Account = {
        id,
        traktUuid: `uuid of ${username}`,
        username,
        name: null,
        timezone: "UTC",
        createdAt,
        ...more,
      };
      await store.put({ ...profileKey(id), v: 1, data, gsi1pk: index.accounts, gsi1sk: `${createdAt}#${id}` });
      await connection(data, {});
      await startCursor(ctx, id);
      return data;
    },
    event: async (account, type, data, more = {}) => {
      const recordedtime = nowIso();
      const id = deriveId("evt", [account.id, type, JSON.stringify(data), recordedtime]);
      const event: ChangeEvent = {
        specversion: "1.0",
        id,
        source: ctx.source,
        type,
        subject: "show:1",
        time: recordedtime,
        recordedtime,
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        accountid: account.id,
        data,
        ...more,
      };
      await store.put({
        ...eventKey(account.id, id),
        v: 1,
        data: event,
        gsi1pk: index.timeline(account.id),
        gsi1sk: `${event.recordedtime}#${id}`,
      });
      return event;
    },
    run: async (event, { rule, trace, ruleId = deriveId("rul", [rule]), actions = [] }) => {
      const id = deriveId("run", [ruleId, event.id]);
      const asked = actions.map(({ request }, at) => ({ id: deriveId("act", [id, at]), request }));
      const run: Run = {
        id,
        accountId: event.accountid,
        username: "ann",
        ruleId,
        ruleVersion: 1,
        rule: { name: rule, when: { event: event.type }, then: [{ do: "webhook", channel: "home" }] },
        eventId: event.id,
        eventType: event.type,
        subject: event.subject,
        about: aboutOf(event.type, event.data),
        at: nowIso(),
        trace,
        actions: asked,
        chain: [ruleId],
        traceparent: event.traceparent,
      };
      const gsi1sk = `${run.at}#${id}`;
      await store.put({ ...runKey(run.accountId, id), v: 1, data: run, gsi1pk: index.runs(run.accountId), gsi1sk });
      for (const [at, { request, record }] of actions.entries()) {
        const action = { ...pending(run, deriveId("act", [id, at]), request), ...record };
        const buried =
          action.state === "DEAD" ? { gsi1pk: index.dead(run.accountId), gsi1sk: `${run.at}#${action.id}` } : {};
        // Without a record it stays what a run only asked for.
        if (record !== undefined)
          await store.put({ ...actionKey(run.accountId, action.id), v: 1, data: action, ...buried });
      }
      return run;
    },
    asPerson: (account) => headersOfPerson(ctx, account),
    close: async () => {
      await Promise.all([trakt.close(), http.close()]);
      await database.close();
    },
  };
}

/** A session of a person's, as the headers of their browser. */
export async function headersOfPerson(
  ctx: Services,
  account: Pick<Account, "id">,
): Promise<Record<"cookie" | "sec-fetch-site", string>> {
  const { token } = await beginSession(ctx, account.id, { label: "a browser", way: "trakt" });
  return { cookie: `showrunner-session=${token.reveal()}`, "sec-fetch-site": "same-origin" };
}

/** What whoever runs the place sends along, where this is the password. */
export const operatorPassword = new Secret("made-up operator password");
export const asOperator = {
  authorization: `Basic ${Buffer.from(`x:${operatorPassword.reveal()}`).toString("base64")}`,
};

function pending(run: Run, id: string, request: ActionRequest): ActionRecord {
  return {
    id,
    accountId: run.accountId,
    runId: run.id,
    ruleId: run.ruleId,
    ruleName: ruleName(run.rule),
    username: run.username,
    eventId: run.eventId,
    chain: run.chain,
    traceparent: run.traceparent,
    request,
    ...untouched,
    createdAt: run.at,
  };
}

async function depths(database: Database): Promise<Record<QueueName, QueueDepth>> {
  const none: QueueDepth = { visible: 0, inFlight: 0, delayed: 0, dead: 0 };
  const found: Record<QueueName, QueueDepth> = {
    PollJobs: none,
    ChangeEvents: none,
    TraktWrites: none,
    Deliveries: none,
  };
  for (const name of queueNames) found[name] = await database.queue.depth(name);
  return found;
}
