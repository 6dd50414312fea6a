import type { Clock } from "@showrunner/core/clock.ts";
import type { Message, NewMessage, Queue, QueueName, QueueReceiver } from "@showrunner/core/ports/queue.ts";

/** Queues as a driver hands them to its conformance test: empty, and used by nobody else. */
export interface QueueUnderTest {
  queue: Queue & QueueReceiver;
  clock: Clock;
  /** Lets this much of the clock's time pass. */
  pass(ms: number): Promise<void>;
  /** The setting of the queue `ChangeEvents`. */
  maxReceiveCount: number;
  /** Closes and opens again on what was kept, where a driver keeps it itself. */
  reopen?(): Promise<void>;
  close(): Promise<void>;
}

/** The queue that the tests use. */
export const name: QueueName = "ChangeEvents";
export const visibilityMs = 60_000;

export const bodies = (messages: readonly Message[]): unknown[] => messages.map(({ body }) => body);
export const receipts = (messages: readonly (Message | undefined)[]): string[] =>
  messages.flatMap((message) => (message === undefined ? [] : [message.receipt]));

export function send({ queue }: QueueUnderTest, count: number, more: Partial<NewMessage> = {}): Promise<void> {
  const messages = Array.from({ length: count }, (_, at) => ({ body: { at }, group: "acc_1", ...more }));
  return queue.send(name, messages);
}

export function receive({ queue, clock }: QueueUnderTest, max = 10): Promise<Message[]> {
  return queue.receive(name, { max, visibleAgainAt: clock.now() + visibilityMs });
}

/** All that can be received now; a receive may give fewer than it could. */
export async function receiveAll(opened: QueueUnderTest): Promise<Message[]> {
  const all: Message[] = [];
  for (let got = await receive(opened); got.length > 0; got = await receive(opened)) all.push(...got);
  return all;
}
