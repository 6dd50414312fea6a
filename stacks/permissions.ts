import {
  apiKeyKey,
  approvalTokenKey,
  connectionKey,
  deviceSignInKey,
  enterLinkKey,
  feedLinkKey,
  hookPlaceKey,
  invitesPk,
  sessionKey,
  wrappingKeyKey,
} from "@showrunner/core/keys.ts";
import { type QueueName, queueNames } from "@showrunner/core/ports/queue.ts";
import type { Purpose } from "@showrunner/core/ports/vault.ts";
import type { FunctionName } from "../functions/environment.ts";

/** Partitions of the table, by what their keys begin with; `*` stands for the rest. Source: packages/core/src/keys.ts. */
const people = "ACC#*";
const connections = `${connectionKey("").pk}*`;
const signIns = "SIGNIN#*";
const wheel = "WHEEL#*";
/** The keys that wrap accounts' data keys of a purpose. */
const wrappingKeys = (purpose: Purpose): string => wrappingKeyKey(purpose, "").pk;
const shared = "SHARED";
/** What is found by the hash of a token, or by an id, that somebody shows from outside. */
const hooks = `${hookPlaceKey("").pk}*`;
const apiKeys = `${apiKeyKey("").pk}*`;
const feedLinks = `${feedLinkKey("").pk}*`;
const approvalLinks = `${approvalTokenKey("").pk}*`;
const sessions = `${sessionKey("").pk}*`;
const enterLinks = `${enterLinkKey("").pk}*`;
const doors = [hooks, apiKeys, feedLinks, approvalLinks, sessions, enterLinks];
/** Ways in that are nobody's yet, and how often they were tried. */
const entrances = [signIns, `${deviceSignInKey("").pk}*`, invitesPk, "RATE#*"];

/** What one function may do, and nothing else. */
export interface Permissions {
  /** Partitions whose items it may read, write and delete, by key. */
  reads: readonly string[];
  writes: readonly string[];
  deletes: readonly string[];
  /** Partitions of the index that it may query. */
  queriesIndex: readonly string[];
  /** Queues that it may send to; a consumer also to its own dead-letter queue, what no retry can help. */
  sends: readonly QueueName[];
  /** The queue that it consumes. */
  receives?: QueueName;
  /**
   * What it may do with the keys under which secrets are sealed: have some made by KMS, and opened. It reads, and where it
   * seals also writes, the partition in which they are kept.
   */
  keys: Partial<Record<Purpose, readonly ("seal" | "open")[]>>;
  /** It has the Trakt app's id and secret, and only its code calls what writes at Trakt where that says so. */
  trakt: "no" | "reads" | "writes";
  /** It sends e-mail. */
  mails: boolean;
  /** It sees how many messages wait, and are dead, in each queue. */
  seesQueues: boolean;
}

/**
 * Every function's rights. The deliverer, which talks to addresses that people give, reads neither connections nor the
 * tokens' key; who needs no token of a person cannot open one.
 */
export const permissions: Record<FunctionName, Permissions> = {
  schedule: {
    reads: [shared, wheel],
    writes: [shared],
    deletes: [],
    queriesIndex: [],
    sends: ["PollJobs"],
    keys: {},
    trakt: "no",
    mails: false,
    seesQueues: false,
  },
  "poll-account": {
    reads: [people, connections, shared],
    writes: [people, connections, wheel, shared],
    deletes: [people, wheel],
    queriesIndex: [],
    sends: ["ChangeEvents", "Deliveries"],
    receives: "PollJobs",
    keys: { tokens: ["seal", "open"] },
    trakt: "reads",
    mails: false,
    seesQueues: false,
  },
  "apply-rules": {
    // Whoever is asked for a yes gets a link.
    reads: [people, shared, approvalLinks],
    writes: [people, shared, approvalLinks],
    deletes: [people],
    queriesIndex: [],
    // What a condition asks that only a person's token can read is asked of poll-account. Events are left to the sweeper:
    // nobody sends to the queue that they consume.
    sends: ["TraktWrites", "Deliveries", "PollJobs"],
    receives: "ChangeEvents",
    keys: {},
    trakt: "reads",
    mails: false,
    seesQueues: false,
  },
  "write-trakt": {
    reads: [people, connections, shared],
    writes: [people, connections, shared],
    deletes: [people],
    // What a rule added, oldest first, to make room or to take it back.
    queriesIndex: ["DEEDS#*"],
    sends: ["ChangeEvents", "Deliveries"],
    receives: "TraktWrites",
    keys: { tokens: ["seal", "open"] },
    trakt: "writes",
    mails: false,
    seesQueues: false,
  },
  deliver: {
    reads: [people],
    writes: [people],
    // What is known of a channel's failures is forgotten when one gets through.
    deletes: [people],
    queriesIndex: [],
    sends: [],
    receives: "Deliveries",
    keys: { channels: ["open"] },
    trakt: "no",
    mails: true,
    seesQueues: false,
  },
  "fire-timers": {
    reads: [people],
    writes: [people],
    deletes: [people],
    queriesIndex: ["OUTBOX#*", "DUE#*", "TRIGGER#*", "TIMELINE#*"],
    sends: ["ChangeEvents", "TraktWrites", "Deliveries"],
    keys: {},
    trakt: "no",
    mails: false,
    seesQueues: false,
  },
  "refresh-tokens": {
    reads: [people, connections, wheel, hooks],
    writes: [people, connections, wheel],
    // An account that is to be deleted is, with all that is its own, and all that leads to it from outside.
    deletes: [people, connections, wheel, ...doors],
    queriesIndex: ["ACCOUNTS", "TOMBSTONES"],
    sends: ["PollJobs", "ChangeEvents", "Deliveries"],
    keys: { tokens: ["seal", "open"] },
    trakt: "reads",
    mails: false,
    seesQueues: false,
  },
  "read-shared-calendars": {
    // The timers of everybody's calendar belong to an account of their own.
    reads: ["ACC#SHARED", shared],
    writes: ["ACC#SHARED", shared],
    deletes: ["ACC#SHARED", shared],
    queriesIndex: ["TRIGGER#*"],
    sends: [],
    keys: {},
    trakt: "reads",
    mails: false,
    seesQueues: false,
  },
  api: {
    reads: [people, connections, wheel, shared, ...doors, ...entrances],
    writes: [people, connections, wheel, shared, ...doors, ...entrances],
    deletes: [people, ...doors, invitesPk],
    queriesIndex: ["ACCOUNTS", "TIMELINE#*", "RUNS#*", "DEAD#*", "DEEDS#*", "INBOX#*", "INBOX"],
    // What is taken back, said yes to or done again after it failed is done at Trakt, too.
    sends: ["PollJobs", "ChangeEvents", "TraktWrites", "Deliveries"],
    // Whoever signs in first is given an inbox, whose (empty) secrets are sealed like any channel's.
    keys: { tokens: ["seal", "open"], channels: ["seal"] },
    trakt: "reads",
    mails: false,
    seesQueues: true,
  },
};

/** The names, or ARNs, of what statements are about: strings in tests, values to come in the stacks. */
export interface Resources<Arn> {
  table: Arn;
  index: Arn;
  queues: Record<QueueName, Arn>;
  deadLetterQueues: Record<QueueName, Arn>;
  keys: Record<Purpose, Arn>;
  /** What e-mail is sent as, and by which settings; empty where none is. */
  mail: readonly Arn[];
  sender: string | undefined;
}

/** An IAM statement, as SST takes it. */
export interface Statement<Arn> {
  effect: "allow";
  actions: string[];
  resources: (Arn | string)[];
  conditions?: { test: string; variable: string; values: string[] }[];
}

/**
 * A function's rights as IAM statements. DynamoDB can tell partitions apart, by `dynamodb:LeadingKeys`, and not sort
 * keys: what somebody must not read lies in a partition of its own. The condition holds for an absent key too, so no
 * action is allowed that names none, such as Scan.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function statementsOf<Arn>(name: FunctionName, on: Resources<Arn>): Statement<Arn>[] {
  const may = permissions[name];
  const table = (actions: string[], partitions: readonly string[]): Statement<Arn>[] =>
    partitions.length === 0 ? [] : [inPartitions(actions, on.table, partitions)];
  const purposes = (["tokens", "channels"] as const).filter((purpose) => may.keys[purpose] !== undefined);
  const sealing = purposes.filter((purpose) => may.keys[purpose]?.includes("seal"));
  const sealed = purposes.flatMap((purpose): Statement<Arn>[] => {
    const actions = (may.keys[purpose] ?? []).map((right) => keyActions[right]);
    // KMS writes the context to its log, and refuses what was wrapped for another.
    const context = { test: "StringEquals", variable: "kms:EncryptionContext:purpose", values: [purpose] };
    return actions.length === 0 ? [] : [{ ...allow<Arn>(actions, [on.keys[purpose]]), conditions: [context] }];
  });
  const sendsTo = [
    ...may.sends.map((queue) => on.queues[queue]),
    ...(may.receives === undefined ? [] : [on.deadLetterQueues[may.receives]]),
  ];
  const seen = queueNames.flatMap((queue) => [on.queues[queue], on.deadLetterQueues[queue]]);
  return [
    ...table(
      ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
      [...may.reads, ...purposes.map(wrappingKeys)],
    ),
    ...table(["dynamodb:PutItem"], [...may.writes, ...sealing.map(wrappingKeys)]),
    ...table(["dynamodb:DeleteItem"], may.deletes),
    ...(may.queriesIndex.length === 0 ? [] : [inPartitions(["dynamodb:Query"], on.index, may.queriesIndex)]),
    ...(sendsTo.length === 0 ? [] : [allow(["sqs:SendMessage"], sendsTo)]),
    ...(may.seesQueues ? [allow(["sqs:GetQueueAttributes"], seen)] : []),
    ...sealed,
    ...(may.mails && on.sender !== undefined ? [mailing(on.mail, on.sender)] : []),
    // X-Ray knows no resources.
    allow<Arn>(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"]),
  ];
}

const keyActions = { seal: "kms:GenerateDataKey", open: "kms:Decrypt" } as const;

function allow<Arn>(actions: string[], resources: (Arn | string)[]): Statement<Arn> {
  return { effect: "allow", actions, resources };
}

function inPartitions<Arn>(actions: string[], on: Arn, partitions: readonly string[]): Statement<Arn> {
  return {
    ...allow(actions, [on]),
    conditions: [{ test: "ForAllValues:StringLike", variable: "dynamodb:LeadingKeys", values: [...partitions] }],
  };
}

function mailing<Arn>(on: readonly Arn[], sender: string): Statement<Arn> {
  return {
    ...allow(["ses:SendEmail"], [...on]),
    conditions: [{ test: "StringEquals", variable: "ses:FromAddress", values: [sender] }],
  };
}
