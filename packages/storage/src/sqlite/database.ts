import type { Clock } from "@showrunner/core/clock.ts";
import type { Random } from "@showrunner/core/ids.ts";
import type { Queue, QueueName, QueueReceiver } from "@showrunner/core/ports/queue.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import { openConnection } from "./connection.ts";
import { groupCommit } from "./group-commit.ts";
import { itemStore } from "./item-store.ts";
import { messageQueue } from "./message-queue.ts";

export interface DatabaseOptions {
  /** The file, made when it is not there, or `:memory:`. */
  path: string;
  clock: Clock;
  random: Random;
  queues: Record<QueueName, { maxReceiveCount: number }>;
  /** How long another process's transaction is waited for, five times over, before `database.busy`. */
  busyTimeoutMs?: number;
}

/** What was done since opening, or since `resetCounts`. */
export interface DatabaseCounts {
  /** Items asked for by key, and pages. */
  reads: number;
  /** Items put or deleted, failed conditions included. */
  writes: number;
  /** Transactions, each made durable by one wait for the disk. */
  commits: number;
  /** Messages sent, received, deleted, released, buried or redriven. */
  queueWrites: number;
}

/** Store and queues of one machine, in one file. */
export interface Database {
  store: Store;
  queue: Queue & QueueReceiver;
  counts(): DatabaseCounts;
  resetCounts(): void;
  /** Deletes the items whose `ttl` has passed, some at a time; returns how many. */
  purgeExpired(): Promise<number>;
  /**
   * Gives back every message in flight, to be received again at once; returns how many. For the start of a file's only
   * receiver: who had them is dead, and that is not the messages' fault, so the receive does not count. A message that
   * was in hand a hundred times is no longer believed.
   */
  releaseInFlight(): Promise<number>;
  /** Calls `listener` when messages were sent or redriven and can be received; returns how to stop that. */
  onSend(listener: (queue: QueueName) => void): () => void;
  /** Resolves when no write waits, nor any that the last ones led to at once. */
  settled(): Promise<void>;
  /** Finishes the writes asked for, then closes the file; what is asked for later fails with `database.closed`. */
  close(): Promise<void>;
}

/** Items deleted in one transaction: others' writes wait for no more than that. */
const purgeChunk = 500;

/**
 * Opens, or makes, the database. Writes are durable (WAL, `synchronous=FULL`) when their promise resolves;
 * those of one turn of the event loop share a transaction. Several processes may have the file open.
 *
 * Throws Problem `database.damaged`, `.newer`, `.foreign`, `.unwritable`, `.full`, `.busy` or `.io`.
 */
export function openDatabase({ path, busyTimeoutMs, ...options }: DatabaseOptions): Database {
  const connection = openConnection(path, busyTimeoutMs);
  const group = groupCommit(connection);
  const store = itemStore(connection, group);
  const queue = messageQueue(connection, group, options);

  const total = (): DatabaseCounts => ({
    ...store.counts(),
    commits: group.commits(),
    queueWrites: queue.queueWrites(),
  });
  let start = total();

  return {
    store,
    queue,
    counts: () => {
      const now = total();
      return {
        reads: now.reads - start.reads,
        writes: now.writes - start.writes,
        commits: now.commits - start.commits,
        queueWrites: now.queueWrites - start.queueWrites,
      };
    },
    resetCounts: () => {
      start = total();
    },
    purgeExpired: async () => {
      const nowSeconds = options.clock.now() / 1000;
      let purged = 0;
      for (;;) {
        const count = await store.purge(nowSeconds, purgeChunk);
        purged += count;
        if (count < purgeChunk) break;
      }
      // The log keeps pages as they were until it is written over: what was deleted goes from it as well.
      connection.db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      return purged;
    },
    releaseInFlight: () => queue.releaseInFlight(),
    onSend: (listener) => queue.onSend(listener),
    settled: () => group.settled(),
    close: async () => {
      await group.close();
      if (connection.db.isOpen) connection.db.close();
    },
  };
}
