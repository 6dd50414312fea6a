import type { Clock } from "@showrunner/core/clock.ts";
import { messageOf } from "@showrunner/core/errors.ts";
import type { Log } from "@showrunner/core/log.ts";
import type { Message, QueueName, QueueReceiver } from "@showrunner/core/ports/queue.ts";
import type { BatchResult } from "@showrunner/services/context.ts";
import type { QueueSettings } from "../../../stacks/topology.ts";

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

/** Drives one queue's consumer: receives batches, up to `concurrency` at a time, and settles each by what was said of it. */
export function startConsumer(options: ConsumerOptions): Consumer {
  let stopping = false;
  let wakers: (() => void)[] = [];

  const idle = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, idleMs);
      wakers.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  const wake = (): void => {
    const sleeping = wakers;
    wakers = [];
    for (const one of sleeping) one();
  };

  const worker = async (): Promise<void> => {
    while (!stopping) {
      try {
        if ((await consumeOnce(options)) === 0 && !stopping) await idle();
      } catch (error) {
        options.log({ kind: "defect", where: options.queue, message: messageOf(error) });
        await idle();
      }
    }
  };
  const workers = Array.from({ length: options.settings.concurrency }, worker);
  return {
    wake,
    stop: async () => {
      stopping = true;
      wake();
      await Promise.all(workers);
    },
  };
}

/** Receives one batch, has it handled, and settles it. Returns how many messages there were. */
export async function consumeOnce(options: Omit<ConsumerOptions, "log">): Promise<number> {
  const { queue, settings, receiver, clock, handle } = options;
  const messages = await receiver.receive(queue, {
    max: settings.batchSize,
    visibleAgainAt: clock.now() + settings.visibilityTimeoutSeconds * 1000,
  });
  if (messages.length === 0) return 0;
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
  return messages.length;
}
