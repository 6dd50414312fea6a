import type { QueueName } from "@showrunner/core/ports/queue.ts";

/** Every number of the running system, once: the cloud's stacks and the one-machine runtime both read it here. */

/** How often an account can be polled, in minutes. Trakt's own limit is 500 reads in 5 minutes a person. */
export const tiersMinutes = [1, 5, 15, 60, 360] as const;

/** Partitions of each wheel slot, and of the outbox and due indexes. One row's traffic stays below DynamoDB's 1,000 writes/s. */
export const shards = 4;

/** Accounts in one poll job: one function call's worth of network waiting. */
export const accountsPerPollJob = 10;

export interface QueueSettings {
  /** Messages that one call of the consumer gets. */
  batchSize: number;
  /** Consumers at work at the same time. */
  concurrency: number;
  /** The consumer's hard time limit. */
  timeoutSeconds: number;
  /** AWS: at least 6 × the function's timeout. */
  visibilityTimeoutSeconds: number;
  /** AWS: at least 5, so that throttling does not fill the dead-letter queue. */
  maxReceiveCount: number;
}

export const queues: Record<QueueName, QueueSettings> = {
  PollJobs: { batchSize: 1, concurrency: 8, timeoutSeconds: 120, visibilityTimeoutSeconds: 720, maxReceiveCount: 5 },
  ChangeEvents: {
    batchSize: 100,
    concurrency: 2,
    timeoutSeconds: 60,
    visibilityTimeoutSeconds: 360,
    maxReceiveCount: 5,
  },
  TraktWrites: {
    batchSize: 50,
    concurrency: 4,
    timeoutSeconds: 120,
    visibilityTimeoutSeconds: 720,
    maxReceiveCount: 5,
  },
  Deliveries: { batchSize: 100, concurrency: 4, timeoutSeconds: 60, visibilityTimeoutSeconds: 360, maxReceiveCount: 5 },
};

/**
 * On one machine, how many messages of one person are in hand at a time: nobody waits behind them. Poll jobs are nobody's.
 * In the cloud, SQS's fair queues and more function calls do the same.
 */
export const inHandOfOne: Partial<Record<QueueName, number>> = { ChangeEvents: 10, TraktWrites: 50, Deliveries: 20 };

/** What runs by the clock, and how often. */
export const schedulesSeconds = {
  schedule: 60,
  fireTimers: 60,
  sweep: 60,
  /** Each look reads every account. Polls renew tokens themselves; this is for who is not polled, and should be. */
  refreshTokens: 3600,
  /** Looks whether the shared calendars and updates are due; they are read far more rarely. */
  readShared: 300,
} as const;

/** EventBridge ticks once a minute at best; one machine can look more often, so that short retries are short. */
export const oneMachineSchedulesSeconds = {
  ...schedulesSeconds,
  fireTimers: 10,
  sweep: 5,
  /** Reads of one's own disk cost nothing. */
  refreshTokens: 900,
  /** DynamoDB does this by itself. */
  purgeExpired: 3600,
} as const;

/** How the services behave in time; all in milliseconds. */
export const timing = {
  /** A feed that moved is read once more after this long: Trakt's reads lag its writes by seconds. */
  settleMs: 90_000,
  /** The person's calendar is read anew this often, besides after changes that bear on it. */
  calendarRefreshMs: 6 * 3_600_000,
  /** The calendars of all shows and movies, and Trakt's list of updates, are read once for everybody this often. */
  sharedRefreshMs: 6 * 3_600_000,
  /** The whole history is read this often even when the counts agree (a removal and a backdated play can even out). */
  wholeHistoryMs: 24 * 3_600_000,
  /** Facts of a show or movie are read anew when older than this. */
  factsMaxAgeMs: 12 * 3_600_000,
  /** A show's change of status, or a season more, is told once it has held so long: edits of Trakt's facts are taken back. */
  statusConfirmMs: 24 * 3_600_000,
  /** Facts read as a person are read anew when older than this, also where nothing moved: not all that changes them is told. */
  personFactsMaxAgeMs: 3_600_000,
  /** A worker's claim on an action or a refresh; longer than any consumer's hard time limit. */
  leaseMs: 180_000,
  /** An event whose sending was not recorded is sent again after this. */
  outboxGraceMs: 30_000,
  /**
   * An account that was not polled for so long catches up: what is found then is told together. Longer than the slowest
   * tier, and than a night in which one machine is off.
   */
  silenceMs: 24 * 3_600_000,
  /** How long it catches up: what is found meanwhile is told when that is over. */
  catchUpMs: 10 * 60_000,
  /** In which rules' limits are counted. */
  limitSpanMs: 24 * 3_600_000,
  /** A run that waits for a yes waits this long. */
  approvalMs: 7 * 24 * 3_600_000,
  /** Events, runs and finished actions are kept this long. */
  retentionMs: 180 * 24 * 3_600_000,
} as const;

/**
 * What Trakt's activities do not tell of is looked at in a rhythm of its own, and only while a rule needs it: at polls this
 * far apart (0: at each), while the account is polled at least every `slowestMinutes`.
 */
export const looks = {
  /** One call: what the person watches now. Someone who watches is polled every minute. */
  watching: { everyMs: 0, slowestMinutes: 5 },
  /** One call for all friends, two when something is new. */
  friend_plays: { everyMs: 5 * 60_000, slowestMinutes: 15 },
  /** One call for each friend who is asked after, and one for the list of them. */
  friends_watching: { everyMs: 10 * 60_000, slowestMinutes: 15 },
  /** One call or two for the comments, and one for each that was liked. */
  comment_likes: { everyMs: 30 * 60_000, slowestMinutes: 60 },
} as const;

/** Friends asked after at one look; with more, the next look asks after the next. 500 friends cost no more calls than 30. */
export const friendsAskedAtOnce = 30;

/** The newest plays of friends that are remembered. */
export const friendPlaysKept = 500;

/** The newest comments whose likes are counted, and of those with more likes how many are read at one look. */
export const commentsCounted = 500;
export const likedCommentsRead = 20;

/**
 * What one rule may take away, hide or enter as watched by itself in `timing.limitSpanMs`, where it says nothing else; and
 * all rules of an account together. A run that would do more waits for a yes.
 */
export const ruleLimits = { removals: 25, hides: 50, history: 100 } as const;
export const accountLimits = { removals: 100, hides: 200, history: 400 } as const;

/** How far ahead calendars are read, in days. Trakt allows 33. */
export const calendarDays = 30;

/** What a person's own webhook addresses take. Plex sends a picture along with its JSON. */
export const hooks = { bodyBytes: 64 * 1024, formBytes: 1024 * 1024, callsPerMinute: 60 } as const;

/** A browser stays signed in this long at most, and this long without being used; that it was is noted this often. */
export const sessions = {
  lifeMs: 30 * 24 * 3_600_000,
  idleMs: 7 * 24 * 3_600_000,
  noteSeenMs: 3_600_000,
} as const;

/**
 * How often some requests are taken: `count` at once, and as many again in each span. Ways in are counted by the address
 * that asks, and all of them together; the rest by account.
 */
export const requestLimits = {
  sign_in: { count: 20, spanMs: 10 * 60_000, total: 2000 },
  device: { count: 10, spanMs: 10 * 60_000, total: 1000 },
  enter: { count: 20, spanMs: 10 * 60_000, total: 1000 },
  invite: { count: 50, spanMs: 3_600_000 },
  export: { count: 6, spanMs: 3_600_000 },
  test: { count: 20, spanMs: 3_600_000 },
  replay: { count: 120, spanMs: 3_600_000 },
} as const;

/** A rule that fails so many times in a row is told of. */
export const failingRuns = 5;

/** A rule can cause a change that fires another rule, this many rules deep. */
export const maxRuleChain = 3;

/** Waits before the next try of a Trakt write or a chat message, in seconds: together longer than an outage of half a day. */
export const writeRetrySeconds = [5, 30, 120, 600, 1800, 7200, 14_400, 28_800] as const;

/** Waits before the next try of a webhook, in seconds. Standard Webhooks' recommended schedule. */
export const webhookRetrySeconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;

/** Trakt calls of one process, over all accounts. */
export const traktGovernor = {
  perSecond: 40,
  burst: 40,
  concurrency: 16,
  /** Trakt takes one write a second from a person; a little more, so that the way there may vary. */
  personWriteIntervalMs: 1150,
} as const;

/** What only the cloud has to be told. */
export const cloud = {
  /** Lambda's, for each function; consumers' time limits stand with their queues. */
  memoryMb: 512,
  /** Functions that run by the clock, and the API. A minute's work must end before the queue of ticks grows. */
  periodicTimeoutSeconds: { schedule: 60, "fire-timers": 60, "refresh-tokens": 600, "read-shared-calendars": 300 },
  /** API Gateway itself gives up after 30 s. */
  apiTimeoutSeconds: 29,
  /** EventBridge's tries to hand a tick over, and Lambda's to run it; a tick that is lost is made good by the next. */
  tickRetries: 2,
  /** A tick older than this is dropped: the next ones are there by then. */
  tickMaxAgeSeconds: 300,
  /** The edge and browsers keep the site's files so long: after a deployment a page may have its former style. */
  siteFileMaxAgeSeconds: 300,
  /** SQS gives batches of more than 10 only where it may wait for them. */
  batchWindowSeconds: 1,
  /** Below the dead-letter queues': a message keeps the time at which it was first sent. */
  messageRetentionDays: 4,
  /** SQS's longest. */
  deadLetterRetentionDays: 14,
  logRetention: "3 months",
  /** KMS's longest time to take a key's deletion back. */
  keyDeletionDays: 30,
  /** Raised by one, all that is sealed from then on is sealed under new keys. */
  keyGeneration: 1,
  alarms: {
    /** No message of a queue that is kept up with is this old. */
    oldestMessageSeconds: { PollJobs: 600, ChangeEvents: 300, TraktWrites: 900, Deliveries: 600 },
    /** An event waits for the sweeper only after a crash, and the sweeper comes every minute. */
    outboxAgeMs: 300_000,
    /** What is due is looked for every minute. */
    dueLagMs: 300_000,
    /** Connections lost in an hour; single ones are people's own doing. */
    refreshFailuresPerHour: 5,
    /** Invocations of one function that failed, in percent, over 15 minutes. */
    errorPercent: 5,
  },
} as const satisfies {
  logRetention: string;
  alarms: { oldestMessageSeconds: Record<QueueName, number> } & Record<string, unknown>;
} & Record<string, unknown>;
