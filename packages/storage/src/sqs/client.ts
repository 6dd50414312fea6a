import { SQSClient, type SQSClientConfig } from "@aws-sdk/client-sqs";

/** SQS answers in milliseconds, or after the seconds that a receive waits: what takes longer is better asked again. */
const answerWithinMs = 5000;
const connectWithinMs = 1000;

/** The client that the queue is made on. It tries once: the queue itself tries again, and only what failed. */
export function sqsClient(config: SQSClientConfig = {}): SQSClient {
  return new SQSClient({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: connectWithinMs, requestTimeout: answerWithinMs, throwOnRequestTimeout: true },
    ...config,
  });
}
