import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoClient } from "../dynamo/client.ts";

/**
 * What happens to a request on its way: an error of DynamoDB's by its name, a connection that breaks before or after it
 * was carried out, no answer at all, or an answer to its first key only.
 */
export type Fault = { error: string; status: number } | "reset" | "answer lost" | "silence" | "first key only";

/** A way to DynamoDB Local on which requests meet faults. */
export interface FaultyDynamo extends AsyncDisposable {
  client: DynamoDBDocumentClient;
  /** What happens to the next requests, in order; those after them pass. */
  faults: Fault[];
  /** Runs once a request was carried out whose answer is lost. */
  afterLoss: () => Promise<unknown>;
  /** How many requests came. */
  requests: number;
}

/** `remark` stands in the text of every error that it makes up, as DynamoDB's may quote what was sent. */
export async function faultyDynamo(endpoint: string, remark: string): Promise<FaultyDynamo> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      faulty.requests += 1;
      const fault = faulty.faults.shift();
      if (fault === "silence") return;
      if (fault === "reset") {
        request.socket.destroy();
        return;
      }
      if (typeof fault === "object") {
        answer(response, fault.status, JSON.stringify({ __type: `a#${fault.error}`, message: remark }));
        return;
      }
      const headers = new Headers();
      for (const name of ["content-type", "x-amz-target", "authorization", "x-amz-date"])
        headers.set(name, String(request.headers[name] ?? ""));
      const { sent, kept } = fault === "first key only" ? firstKeyOf(body) : { sent: body, kept: undefined };
      const answered = await fetch(endpoint, { method: "POST", headers, body: sent });
      const reply = await answered.text();
      if (fault === "answer lost") {
        await faulty.afterLoss();
        request.socket.destroy();
        return;
      }
      answer(response, answered.status, kept === undefined ? reply : JSON.stringify({ ...JSON.parse(reply), ...kept }));
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const client = dynamoClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const faulty: FaultyDynamo = {
    client,
    faults: [],
    afterLoss: async () => {},
    requests: 0,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return faulty;
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(body);
}

function firstKeyOf(body: string): { sent: string; kept: object } {
  const request: { RequestItems: Record<string, { Keys: unknown[]; ConsistentRead: boolean }> } = JSON.parse(body);
  const entries = Object.entries(request.RequestItems);
  const part = (from: number, to?: number) =>
    Object.fromEntries(entries.map(([table, wanted]) => [table, { ...wanted, Keys: wanted.Keys.slice(from, to) }]));
  return { sent: JSON.stringify({ ...request, RequestItems: part(0, 1) }), kept: { UnprocessedKeys: part(1) } };
}
