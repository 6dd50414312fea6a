import type { Clock } from "@showrunner/core/clock.ts";
import { messageOf } from "@showrunner/core/errors.ts";
import type { Log } from "@showrunner/core/log.ts";
import type { Message, QueueName, QueueReceiver } from "@showrunner/core/ports/queue.ts";
import type { BatchResult } from "@showrunner/services/context.ts";
import { inHandOfOne, type QueueSettings } from "../../../stacks/topology.ts";

export interface ConsumerOptions {
  queue: QueueName;
  settings: QueueSettings;
  receiver: QueueReceiver;
  clock: Clock;
  log: Log;
  handle(messages: readonly Message[]): Promise<BatchResult>;
}

export interface Consumer {
  /** There may be something to receive. */
  wake(): void;
  /** Takes nothing more, and resolves when what it had is done. */
  stop(): Promise<void>;
}

/** How long an idle consumer sleeps when nobody wakes it: delayed and given-back messages fall due without a sending. */
const idleMs = 500;

/**
 * Drives one queue's consumer. What is received is handled in lots, each of one group, and each settled by itself: however
 * long somebody's work takes, and however much there is of it, one lot of theirs is in hand, and others are taken meanwhile.
 */
export function startConsumer(options: ConsumerOptions): Consumer {
  const { queue, settings, receiver, clock, log } = options;
  const mostOfGroup = inHandOfOne[queue];
  const mostInHand = settings.batchSize * settings.concurrency;
  const groups = new Set<string>();
  const lots = new Set<Promise<void>>();
  let inHand = 0;
  let stopping = false;
  let isAwake = false;
  let rouse = (): void => {};

  const wake = (): void => {
    isAwake = true;
    rouse();
  };

  /** Until there may be something to do; also when that was told since the last time. */
  const idle = async (): Promise<void> => {
    if (!isAwake && !stopping)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, idleMs);
        rouse = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    // What ends at the same time makes room together, and is followed by one receive.
    await new Promise((resolve) => setImmediate(resolve));
  };

  const work = async (group: string | undefined, messages: readonly Message[]): Promise<void> => {
    try {
      await settle(options, messages);
    } catch (error) {
      log({ kind: "defect", where: queue, message: messageOf(error) });
      await clock.sleep(idleMs);
    }
    inHand -= messages.length;
    if (group !== undefined) groups.delete(group);
    wake();
  };

  const begin = (group: string | undefined, messages: readonly Message[]): void => {
    inHand += messages.length;
    if (group !== undefined) groups.add(group);
    const lot: Promise<void> = work(group, messages).then(() => {
      lots.delete(lot);
    });
    lots.add(lot);
  };

  const receive = async (): Promise<number> => {
    const max = Math.min(settings.batchSize, mostInHand - inHand);
    if (max <= 0) return 0;
    const messages = await receiver.receive(queue, {
      max,
      visibleAgainAt: clock.now() + settings.visibilityTimeoutSeconds * 1000,
      ...(mostOfGroup === undefined ? {} : { without: groups, mostOfGroup }),
    });
    if (mostOfGroup === undefined) {
      if (messages.length > 0) begin(undefined, messages);
    } else for (const [group, own] of Map.groupBy(messages, (message) => message.group)) begin(group, own);
    return messages.length;
  };

  const run = async (): Promise<void> => {
    while (!stopping) {
      isAwake = false;
      try {
        if ((await receive()) === 0) await idle();
      } catch (error) {
        log({ kind: "defect", where: queue, message: messageOf(error) });
        isAwake = false;
        await idle();
      }
    }
    await Promise.all(lots);
  };

  const ended = run();
  return {
    wake,
    stop: async () => {
      stopping = true;
      wake();
      await ended;
    },
  };
}

/** Receives one batch, has it handled, and settles it. Returns how many messages there were. */
export async function consumeOnce(options: Omit<ConsumerOptions, "log">): Promise<number> {
  const { queue, settings, receiver, clock } = options;
  const messages = await receiver.receive(queue, {
    max: settings.batchSize,
    visibleAgainAt: clock.now() + settings.visibilityTimeoutSeconds * 1000,
  });
  if (messages.length > 0) await settle(options, messages);
  return messages.length;
}

/** Has messages handled, and says of each what came of it. */
async function settle(
  { queue, receiver, clock, handle }: Pick<ConsumerOptions, "queue" | "receiver" | "clock" | "handle">,
  messages: readonly Message[],
): Promise<void> {
  const { failures } = await handle(messages);
  const failed = new Map(failures.map((failure) => [failure.messageId, failure]));
  const done: string[] = [];
  const poison: string[] = [];
  const later: Promise<void>[] = [];
  for (const { id, receipt } of messages) {
    const failure = failed.get(id);
    if (failure === undefined) done.push(receipt);
    else if (failure.poison !== undefined) poison.push(receipt);
    else later.push(receiver.release(queue, [receipt], failure.retryAt ?? clock.now()));
  }
  await Promise.all([
    ...later,
    ...(done.length > 0 ? [receiver.delete(queue, done)] : []),
    ...(poison.length > 0 ? [receiver.bury(queue, poison)] : []),
  ]);
}
