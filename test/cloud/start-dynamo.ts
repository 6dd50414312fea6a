import { noDynamoLocal, startDynamoLocal } from "@showrunner/storage/testing/dynamo-local.ts";
import { dynamoVariable } from "./aws-of-this-machine.ts";

/** Vitest's global setup: one DynamoDB Local for all files of a run, each of whose workers sees tables of its own. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (noDynamoLocal !== undefined) return undefined;
  const dynamo = await startDynamoLocal();
  process.env[dynamoVariable] = dynamo.endpoint;
  return async () => {
    await dynamo[Symbol.asyncDispose]();
  };
}
