import type { Clock } from "@showrunner/core/clock.ts";
import type { Random } from "@showrunner/core/ids.ts";
import {
  type Message,
  type Queue,
  type QueueName,
  queueNames,
  type QueueReceiver,
} from "@showrunner/core/ports/queue.ts";
import { checkMax, delayMsOf } from "../queue-limits.ts";
import { jsonOf, numberOf, textOf, type Row } from "./columns.ts";
import type { Connection } from "./connection.ts";
import { fairPicker } from "./fair-picker.ts";
import type { GroupCommit } from "./group-commit.ts";
import { closed, problemOf } from "./problems.ts";

export interface MessageQueue extends Queue, QueueReceiver {
  /** Calls `listener` once messages that can be received at once are durable; returns how to stop that. */
  onSend(listener: (queue: QueueName) => void): () => void;
  /** Messages written so far, in any way. */
  queueWrites(): number;
  /** Gives back every message in flight; returns how many. */
  releaseInFlight(): Promise<number>;
}

export interface MessageQueueOptions {
  clock: Clock;
  random: Random;
  queues: Record<QueueName, { maxReceiveCount: number }>;
}

/** A message that so many receivers took is no longer given back uncounted: it may be what ends them. */
const deadlyClaims = 100;

/** The queues in their table: all but `depth` and `dead` run with their group. */
export function messageQueue(
  { db, path }: Connection,
  group: GroupCommit,
  { clock, random, queues }: MessageQueueOptions,
): MessageQueue {
  const insert = db.prepare("INSERT INTO messages (id, queue, grp, body, state, visible_at) VALUES (?, ?, ?, ?, ?, ?)");
  // Waiting messages whose time has come. This is where one that was received too often is found dead.
  const wake = db.prepare(
    `UPDATE messages SET state = iif(receive_count >= ?, 'dead', 'ready')
     WHERE queue = ? AND state = 'waiting' AND visible_at <= ?`,
  );
  const claim = db.prepare(
    `UPDATE messages SET state = 'waiting', held = 1, visible_at = ?, receive_count = receive_count + 1,
     claims = claims + 1 WHERE seq = ? RETURNING *`,
  );
  // A receipt is good until the next receive, or until the message is given back or dead.
  const held = "WHERE seq = ? AND claims = ? AND queue = ? AND held = 1 AND state <> 'dead'";
  const remove = db.prepare(`DELETE FROM messages ${held}`);
  const giveBack = db.prepare(`UPDATE messages SET state = 'waiting', held = 0, visible_at = ? ${held}`);
  const kill = db.prepare(`UPDATE messages SET state = 'dead' ${held}`);
  const giveBackAll = db.prepare(
    `UPDATE messages SET held = 0, visible_at = min(visible_at, ?),
     receive_count = receive_count - iif(claims < ${deadlyClaims}, 1, 0) WHERE state = 'waiting' AND held = 1`,
  );
  const listDead = db.prepare("SELECT * FROM messages WHERE queue = ? AND state = 'dead' ORDER BY seq LIMIT ?");
  const revive = db.prepare(
    `UPDATE messages SET state = 'ready', held = 0, receive_count = 0 WHERE seq IN
     (SELECT seq FROM messages WHERE queue = ? AND state = 'dead' ORDER BY seq LIMIT ?)`,
  );
  const countReady = db.prepare("SELECT count(*) AS ready FROM messages WHERE queue = ? AND state = 'ready'");
  const countWaiting = db.prepare(
    `SELECT count(*) FILTER (WHERE visible_at <= ?) AS due, count(*) FILTER (WHERE visible_at > ? AND held = 1) AS held,
     count(*) FILTER (WHERE visible_at > ? AND held = 0) AS delayed FROM messages WHERE queue = ? AND state = 'waiting'`,
  );
  const countDead = db.prepare("SELECT count(*) AS dead FROM messages WHERE queue = ? AND state = 'dead'");
  const pick = fairPicker(db);

  let queueWrites = 0;
  const listeners = new Set<(queue: QueueName) => void>();
  const announced = new Set<QueueName>();

  /** Once for all that one group sent, and outside of it: a listener that fails fails no sender. */
  const announce = (queue: QueueName): void => {
    if (announced.size === 0) {
      queueMicrotask(() => {
        const names = [...announced];
        announced.clear();
        for (const name of names) for (const listener of listeners) listener(name);
      });
    }
    announced.add(queue);
  };

  const read = <T>(run: () => T): T => {
    if (!db.isOpen) throw closed(path);
    try {
      return run();
    } catch (error) {
      throw problemOf(error, path);
    }
  };

  /** Runs `change` for each message that is still held by its receipt. */
  const withHeld = async (
    receipts: readonly string[],
    change: (seq: number, claims: number) => void,
  ): Promise<void> => {
    if (receipts.length === 0) return;
    queueWrites += receipts.length;
    await group.write(receipts.length, () => {
      for (const receipt of receipts) {
        const [seq, claims] = receipt.split(".").map(Number);
        if (seq !== undefined && claims !== undefined) change(seq, claims);
      }
    });
  };

  return {
    send: async (queue, messages) => {
      if (messages.length === 0) return;
      const nowMs = clock.now();
      const rows = messages.map((message) => ({
        id: random.id("msg"),
        group: message.group,
        body: JSON.stringify(message.body),
        delayMs: delayMsOf(message),
      }));
      queueWrites += rows.length;
      await group.write(rows.length, () => {
        for (const { id, group: grp, body, delayMs } of rows) {
          insert.run(id, queue, grp, body, delayMs === 0 ? "ready" : "waiting", nowMs + delayMs);
        }
      });
      if (rows.some(({ delayMs }) => delayMs === 0)) announce(queue);
    },

    receive: async (queue, { max, visibleAgainAt, without, mostOfGroup }) => {
      checkMax(max);
      const messages = await group.write(max, () => {
        wake.run(queues[queue].maxReceiveCount, queue, clock.now());
        return pick(queue, { max, without, mostOfGroup }).flatMap((seq) =>
          claim.all(visibleAgainAt, seq).map(messageOf),
        );
      });
      queueWrites += messages.length;
      return messages;
    },

    delete: (queue, receipts) => withHeld(receipts, (seq, claims) => remove.run(seq, claims, queue)),
    release: (queue, receipts, visibleAt) =>
      withHeld(receipts, (seq, claims) => giveBack.run(visibleAt, seq, claims, queue)),
    bury: (queue, receipts) => withHeld(receipts, (seq, claims) => kill.run(seq, claims, queue)),

    depth: async (queue) =>
      read(() => {
        const nowMs = clock.now();
        const waiting = countWaiting.get(nowMs, nowMs, nowMs, queue) ?? {};
        return {
          visible: numberOf(countReady.get(queue) ?? {}, "ready") + numberOf(waiting, "due"),
          inFlight: numberOf(waiting, "held"),
          delayed: numberOf(waiting, "delayed"),
          dead: numberOf(countDead.get(queue) ?? {}, "dead"),
        };
      }),

    dead: async (queue, limit) => read(() => listDead.all(queue, limit).map(messageOf)),

    redrive: async (queue, limit) => {
      const count = await group.write(limit, () => Number(revive.run(queue, limit).changes));
      queueWrites += count;
      if (count > 0) announce(queue);
      return count;
    },

    releaseInFlight: async () => {
      const count = await group.write(1, () => Number(giveBackAll.run(clock.now()).changes));
      queueWrites += count;
      if (count > 0) for (const queue of queueNames) announce(queue);
      return count;
    },

    onSend: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    queueWrites: () => queueWrites,
  };
}

function messageOf(row: Row): Message {
  return {
    id: textOf(row, "id"),
    body: jsonOf(row, "body"),
    group: textOf(row, "grp"),
    receiveCount: numberOf(row, "receive_count"),
    receipt: `${numberOf(row, "seq")}.${numberOf(row, "claims")}`,
  };
}
