import type { Clock } from "@showrunner/core/clock.ts";
import type { Random } from "@showrunner/core/ids.ts";
import type { Log } from "@showrunner/core/log.ts";
import type { Queue } from "@showrunner/core/ports/queue.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import type { Vault } from "@showrunner/core/ports/vault.ts";
import type { SendContext } from "@showrunner/channels/channel.ts";
import type { Trakt } from "@showrunner/trakt/client.ts";

/** What is looked at in a rhythm of its own. */
export type LookName = "watching" | "friend_plays" | "friends_watching" | "comment_likes";

/** So many at once, and as many again in each span; of everybody together no more than `total`. */
export interface RequestLimit {
  count: number;
  spanMs: number;
  total?: number;
}

/** Numbers that the services obey; the runtimes take them from stacks/topology.ts. */
export interface ServiceSettings {
  tiersMinutes: readonly number[];
  shards: number;
  accountsPerPollJob: number;
  settleMs: number;
  calendarRefreshMs: number;
  sharedRefreshMs: number;
  wholeHistoryMs: number;
  factsMaxAgeMs: number;
  statusConfirmMs: number;
  failingRuns: number;
  hooks: { bodyBytes: number; formBytes: number; callsPerMinute: number };
  /** A session's longest life, its life without being used, and how often it is written down that it was. */
  sessions: { lifeMs: number; idleMs: number; noteSeenMs: number };
  requestLimits: Record<"sign_in" | "device" | "enter" | "invite" | "export" | "test" | "replay", RequestLimit>;
  personFactsMaxAgeMs: number;
  leaseMs: number;
  outboxGraceMs: number;
  /** What rules may do by themselves in `limitSpanMs`: each rule where it says nothing else, and all of an account's. */
  ruleLimits: Record<"removals" | "hides" | "history", number>;
  accountLimits: Record<"removals" | "hides" | "history", number>;
  limitSpanMs: number;
  /** How long a run waits for a yes. */
  approvalMs: number;
  silenceMs: number;
  catchUpMs: number;
  retentionMs: number;
  calendarDays: number;
  /** How often what the activities do not tell of is looked at, and how rarely the account may be polled meanwhile. */
  looks: Record<LookName, { everyMs: number; slowestMinutes: number }>;
  friendsAskedAtOnce: number;
  friendPlaysKept: number;
  commentsCounted: number;
  likedCommentsRead: number;
  maxRuleChain: number;
  writeRetrySeconds: readonly number[];
  webhookRetrySeconds: readonly number[];
}

/** Everything a service verb may touch. Composition roots build it; tests build it on in-memory drivers. */
export interface Services {
  clock: Clock;
  random: Random;
  log: Log;
  store: Store;
  queue: Queue;
  vault: Vault;
  trakt: Trakt;
  /** What channels send through: the guarded HTTP client and the ways of mail. */
  outbound: Pick<SendContext, "http" | "mail" | "serviceMail">;
  settings: ServiceSettings;
  /** Where people reach Showrunner's API, `https://showrunner.example`; without it they are told commands, no links. */
  site?: string;
  /** Where one process works for many: resolves when it is the account's turn to do so much work, in a rule's steps. */
  turn?: (accountId: string, cost: number) => Promise<void>;
  /** This worker, in leases and claims. */
  worker: string;
  /** The address of the Trakt that events come from: their `source`. */
  source: string;
}

/** What a batch consumer says of its messages: those not named are done; poison goes to the dead letters at once. */
export interface BatchResult {
  failures: { messageId: string; retryAt?: number; poison?: string }[];
}
