import { messageOf, retryOf } from "@showrunner/core/errors.ts";
import type { Message } from "@showrunner/core/ports/queue.ts";
import * as z from "zod";
import type { BatchResult, Services } from "./context.ts";

/** Where an action is: all that its message says. */
export const ActionNotice = z.object({ accountId: z.string(), actionId: z.string() });
export type ActionNotice = z.infer<typeof ActionNotice>;

/**
 * Works through a batch, each message by itself: one that fails is named, with the time to try again, and the others
 * are done. A body that is not what it should be is no use to try again: it is named as poison.
 */
export async function consume<Body>(
  ctx: Services,
  where: string,
  messages: readonly Message[],
  schema: z.ZodType<Body>,
  work: (body: Body, message: Message) => Promise<void>,
): Promise<BatchResult> {
  const failures: BatchResult["failures"] = [];
  await Promise.all(
    messages.map(async (message) => {
      const body = schema.safeParse(message.body);
      if (!body.success) {
        failures.push({ messageId: message.id, poison: `its body is not a ${where} message` });
        ctx.log({
          kind: "defect",
          where,
          message: `message ${message.id} is not one of ours: ${z.prettifyError(body.error)}`,
        });
        return;
      }
      try {
        await work(body.data, message);
      } catch (error) {
        const retry = retryOf(error);
        const afterMs = retry.kind === "after" ? retry.afterMs : firstRetryMs * 2 ** (message.receiveCount - 1);
        failures.push({ messageId: message.id, retryAt: ctx.clock.now() + afterMs });
        ctx.log({ kind: "defect", where, message: messageOf(error) });
      }
    }),
  );
  return { failures };
}

const firstRetryMs = 5000;
