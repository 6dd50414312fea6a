import type { Clock } from "@showrunner/core/clock.ts";
import type { Message, QueueName } from "@showrunner/core/ports/queue.ts";
import type { Vault } from "@showrunner/core/ports/vault.ts";
import type { Services } from "@showrunner/services/context.ts";
import type { Database } from "@showrunner/storage/sqlite/database.ts";

/** What a test world stands on: where it keeps things, and what runs its services. */
export interface WorldDrivers {
  database: Database;
  vault: Vault;
  /** Hands one batch of a queue's messages to its consumer and settles it; returns how many there were. */
  consume(ctx: Services, queue: QueueName, deliverMessages?: (messages: Message[]) => Message[]): Promise<number>;
  /** Does once all that runs by the clock; what fails is told by the services' log. */
  tick(ctx: Services): Promise<void>;
  /** Requests of its own that are on their way, and answered whatever the world's clock shows. */
  underWay(): number;
  /** Everything that is kept, as text. */
  stored(): Promise<string>;
  close(): Promise<void>;
}

export interface WorldDriverOptions {
  clock: Clock;
  /** The database's file; in memory when left out. */
  databasePath?: string | undefined;
}

/** The variable that lets the flows run in the cloud's world: on Lambda's handlers, DynamoDB Local and an SQS emulator. */
export const worldVariable = "SHOWRUNNER_TEST_WORLD";
