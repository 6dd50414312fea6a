import { Problem } from "@showrunner/core/errors.ts";
import type { QueueName } from "@showrunner/core/ports/queue.ts";
import type { AwsFailure } from "../aws-failure.ts";

/** No message's body is in any of these. */
export function unlinked(queue: QueueName): Problem {
  return new Problem({
    code: "queue.unlinked",
    message: `the queue ${queue} is not known here`,
    hint: "Link it (or its dead-letter queue) to this function, and deploy again.",
  });
}

export function messageTooLarge(queue: QueueName, bytes: number, limit: number): Problem {
  return new Problem({
    code: "queue.message_too_large",
    message: `a message for ${queue} has ${bytes} bytes; ${limit} is the most`,
    hint: "Keep what it is about in the store, and send where it is.",
  });
}

export function groupInvalid(queue: QueueName): Problem {
  return new Problem({
    code: "queue.group_invalid",
    message: `a message for ${queue} names a group that SQS does not take`,
    hint: "A group is 1 to 128 letters, digits and punctuation marks of ASCII: an account's id.",
  });
}

export function notSent(queue: QueueName, count: number, code: string): Problem {
  return new Problem({
    code: "queue.message_refused",
    message: `SQS refused ${count} message(s) for ${queue} (${code})`,
    hint: "The same messages would be refused again.",
  });
}

export function unavailable(queue: QueueName, told: string): Problem {
  return new Problem({
    code: "queue.unavailable",
    message: `the queue ${queue} did not take the call in time (${told})`,
    hint: "It is tried again later; what was not acknowledged counts as not done.",
    retry: { kind: "default" },
  });
}

export function misconfigured(queue: QueueName, { told }: AwsFailure): Problem {
  return new Problem({
    code: "queue.misconfigured",
    message: `SQS refuses to work with the queue ${queue} (${told})`,
    hint: "Look whether the queue exists and this function's role may use it so; then deploy again. The work goes on by itself.",
    retry: { kind: "default" },
  });
}
