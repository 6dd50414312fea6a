import { Problem } from "@showrunner/core/errors.ts";
import type { NewMessage } from "@showrunner/core/ports/queue.ts";

/** As SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const maxDelaySeconds = 900;
const maxReceive = 500;

/** How long a queue holds the message back. Throws Problem `queue.delay_invalid` when it cannot do so for so long. */
export function delayMsOf({ delaySeconds = 0 }: NewMessage): number {
  if (delaySeconds >= 0 && delaySeconds <= maxDelaySeconds) return Math.ceil(delaySeconds * 1000);
  throw new Problem({
    code: "queue.delay_invalid",
    message: `a message was to wait ${delaySeconds} seconds; a queue holds it back for 0 to ${maxDelaySeconds}`,
    hint: "Longer waits belong in the store's due index.",
  });
}

/** Throws Problem `queue.max_invalid` for a number of messages that no receive gives. */
export function checkMax(max: number): void {
  if (Number.isSafeInteger(max) && max >= 1 && max <= maxReceive) return;
  throw new Problem({
    code: "queue.max_invalid",
    message: `${max} messages were asked for; 1 to ${maxReceive} can be`,
  });
}
