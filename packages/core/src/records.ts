import * as z from "zod";
import { ActionRequest } from "./actions.ts";
import { Trace } from "./trace.ts";

/** One person here, keyed by Trakt's `user.ids.uuid`; slug and user name may change. */
export const Account = z.object({
  id: z.string(),
  traktUuid: z.string(),
  username: z.string(),
  name: z.string().nullable(),
  timezone: z.string(),
  createdAt: z.string(),
});
export type Account = z.infer<typeof Account>;

export const ConnectionState = z.enum(["active", "needs_reconnect", "disconnected"]);
export type ConnectionState = z.infer<typeof ConnectionState>;

/** An account's link to Trakt. Tokens are sealed; times are epoch milliseconds. */
export const Connection = z.object({
  state: ConnectionState,
  accessToken: z.string(),
  refreshToken: z.string(),
  /** When Trakt issued the pair, and for how long (`created_at`, `expires_in`). */
  issuedAt: z.number(),
  expiresAt: z.number(),
  /** Where Trakt sent the person back to, when they signed in by a browser: refreshes repeat it. */
  redirectUri: z.string().nullish(),
  /** Which of the person's sign-ins it goes back to. */
  signIn: z.string().nullish(),
  /** Trakt answered 401 to the access token: it is not used again. */
  accessRefused: z.boolean(),
  /** Who refreshes now, and until when nobody else may. */
  lease: z.object({ owner: z.string(), until: z.number() }).nullable(),
  /**
   * Set, durably, before a refresh token is sent: finding it there means that an attempt's end is unknown,
   * and the one later use of the token is counted here.
   */
  refreshAttempts: z.number(),
  /** Why it needs the person, and since when. */
  reason: z.string().nullable(),
  reasonSince: z.string().nullable(),
});
export type Connection = z.infer<typeof Connection>;

/** A place a person wants to be told. `config` holds what is no secret; `secrets` is sealed JSON. */
export const ChannelRecord = z.object({
  id: z.string(),
  accountId: z.string(),
  name: z.string(),
  kind: z.string(),
  config: z.record(z.string(), z.json()),
  secrets: z.string().nullable(),
  createdAt: z.string(),
});
export type ChannelRecord = z.infer<typeof ChannelRecord>;

/** A rule as saved; `source` is the definition in the shape of `packages/rules`. */
export const RuleRecord = z.object({
  id: z.string(),
  accountId: z.string(),
  version: z.int(),
  enabled: z.boolean(),
  /** When it was last switched on: what happened before does not fire it. */
  enabledAt: z.string().nullable(),
  source: z.record(z.string(), z.json()),
  updatedAt: z.string(),
});
export type RuleRecord = z.infer<typeof RuleRecord>;

/** One evaluation of one rule on one event. */
export const Run = z.object({
  id: z.string(),
  accountId: z.string(),
  username: z.string(),
  ruleId: z.string(),
  ruleVersion: z.int(),
  /** The rule as it was. */
  rule: z.record(z.string(), z.json()),
  eventId: z.string(),
  eventType: z.string(),
  subject: z.string(),
  /** One line for a person: what the event was. */
  about: z.string(),
  at: z.string(),
  trace: Trace,
  actions: z.array(z.object({ id: z.string(), request: ActionRequest })),
  /** Rules that led here, this one last; carried by what the actions change. */
  chain: z.array(z.string()),
  traceparent: z.string(),
});
export type Run = z.infer<typeof Run>;

export const ActionState = z.enum(["PENDING", "INFLIGHT", "RETRY", "DONE", "DEAD"]);
export type ActionState = z.infer<typeof ActionState>;

export const ActionRecord = z.object({
  id: z.string(),
  accountId: z.string(),
  runId: z.string(),
  ruleId: z.string(),
  ruleName: z.string(),
  /** The person's user name, as it was. */
  username: z.string(),
  eventId: z.string(),
  chain: z.array(z.string()),
  traceparent: z.string(),
  request: ActionRequest,
  state: ActionState,
  owner: z.string().nullable(),
  /** Epoch ms; past it a claim by a crashed worker may be taken over. */
  leaseUntil: z.number().nullable(),
  attempts: z.int(),
  /** Attempts whose end is unknown and whose effect a receiver may therefore have seen: the counted window. */
  unsure: z.int(),
  /** Epoch ms of the next try. */
  dueAt: z.number().nullable(),
  /** Epoch ms of the sweeper's last sending: while its message waits in a long queue it is not sent again. */
  resentAt: z.number().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  /** One line: what came of it, or why it failed last. */
  outcome: z.string().nullable(),
});
export type ActionRecord = z.infer<typeof ActionRecord>;

/** The state of an action that nobody has taken up yet. */
export const untouched = {
  state: "PENDING",
  owner: null,
  leaseUntil: null,
  attempts: 0,
  unsure: 0,
  dueAt: null,
  resentAt: null,
  finishedAt: null,
  outcome: null,
} as const satisfies Partial<ActionRecord>;

/** What a person was told on this machine. */
export const InboxMessage = z.object({
  id: z.string(),
  accountId: z.string(),
  at: z.string(),
  title: z.string(),
  body: z.string(),
  url: z.string().nullable(),
});
export type InboxMessage = z.infer<typeof InboxMessage>;
