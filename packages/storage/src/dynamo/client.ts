import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** DynamoDB answers in milliseconds: what takes longer is better asked again. */
const answerWithinMs = 3000;
const connectWithinMs = 1000;

/**
 * The client that the store is made on. It tries once: the store itself tries again, for it knows how long a call
 * may take and what a repeated write means.
 */
export function dynamoClient(config: DynamoDBClientConfig = {}): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: connectWithinMs,
        requestTimeout: answerWithinMs,
        throwOnRequestTimeout: true,
      },
      ...config,
    }),
  );
}
