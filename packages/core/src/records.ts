import * as z from "zod";
import { ActionRequest } from "./actions.ts";
import { Hold, Timing } from "./timing.ts";
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
  /** The secrets that these replaced, sealed, and until when they count beside them (ISO 8601). */
  formerSecrets: z.string().nullish(),
  formerUntil: z.string().nullish(),
  /** It is new, and has not taken its ping yet: nothing else is sent to it. */
  awaitsPing: z.boolean().nullish(),
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

/** What came of looking again, when an action had waited. */
export const Look = z.object({
  actionId: z.string(),
  at: z.string(),
  trace: Trace,
  /** What was asked for then; null when it was not. */
  request: ActionRequest.nullable(),
  hold: Hold.nullish(),
});
export type Look = z.infer<typeof Look>;

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
  actions: z.array(
    z.object({
      id: z.string(),
      request: ActionRequest,
      /** Its place in the rule's `then`. */
      place: z.int().nullish(),
      timing: Timing.nullish(),
      /** Why it waits before it is told. */
      hold: Hold.nullish(),
      /** When its conditions are looked at again, ISO 8601; it is asked for only then. */
      waitsUntil: z.string().nullish(),
    }),
  ),
  /** What came of the actions that waited. */
  looks: z.array(Look).nullish(),
  /** Its actions wait for the person's yes, or did: the approval's id. */
  approvalId: z.string().nullish(),
  /** Rules that led here, this one last; carried by what the actions change. */
  chain: z.array(z.string()),
  traceparent: z.string(),
});
export type Run = z.infer<typeof Run>;

/** WAITING: for its time, such as the end of quiet hours; `hold` says for which. */
export const ActionState = z.enum(["PENDING", "WAITING", "INFLIGHT", "RETRY", "DONE", "DEAD"]);
export type ActionState = z.infer<typeof ActionState>;

/** One try to send something: what was said on the wire, without secrets. */
export const DeliveryTry = z.object({
  /** ISO 8601. */
  at: z.string(),
  tookMs: z.number(),
  /** The receiver's, where it answered. */
  status: z.int().nullable(),
  /** One line: what came of it. */
  reason: z.string(),
  /** A person asked for it once more. */
  isReplay: z.boolean().nullish(),
  requestHeaders: z.record(z.string(), z.string()),
  responseHeaders: z.record(z.string(), z.string()),
  /** The first 1 KiB of the answer. */
  answer: z.string().nullable(),
});
export type DeliveryTry = z.infer<typeof DeliveryTry>;

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
  /** The action that it takes back, and the rating that one gave: another one since is the person's own. */
  undoes: z.object({ actionId: z.string(), rating: z.int().nullish() }).nullish(),
  state: ActionState,
  timing: Timing.nullish(),
  /** While it waits, why; afterwards, why it waited last. */
  hold: Hold.nullish(),
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
  /** Of what is sent: its last tries, the oldest first. */
  tries: z.array(DeliveryTry).nullish(),
  /** How often a person asked for it once more. */
  replays: z.int().nullish(),
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
