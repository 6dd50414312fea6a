import type { NewMessage } from "@showrunner/core/ports/queue.ts";
import type { Services } from "@showrunner/services/context.ts";

/** Stands between services and their queues: what `pass` returns is sent in place of what they send. */
export function onSending(ctx: Services, pass: (messages: readonly NewMessage[]) => readonly NewMessage[]): Services {
  return { ...ctx, queue: { send: async (queue, messages) => await ctx.queue.send(queue, pass(messages)) } };
}

/** Whether a message asks for facts to be read as a person. */
export const isFactsJob = (body: NewMessage["body"]): boolean =>
  typeof body === "object" && body !== null && !Array.isArray(body) && "events" in body;
