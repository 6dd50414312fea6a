import type { Clock } from "@showrunner/core/clock.ts";
import type { Random } from "@showrunner/core/ids.ts";
import type { Log } from "@showrunner/core/log.ts";
import type { Queue } from "@showrunner/core/ports/queue.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import type { Vault } from "@showrunner/core/ports/vault.ts";
import type { SendContext } from "@showrunner/channels/channel.ts";
import type { Trakt } from "@showrunner/trakt/client.ts";

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
  personFactsMaxAgeMs: number;
  leaseMs: number;
  outboxGraceMs: number;
  retentionMs: number;
  calendarDays: number;
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
  /** This worker, in leases and claims. */
  worker: string;
  /** The address of the Trakt that events come from: their `source`. */
  source: string;
}

/** What a batch consumer says of its messages: those not named are done; poison goes to the dead letters at once. */
export interface BatchResult {
  failures: { messageId: string; retryAt?: number; poison?: string }[];
}
