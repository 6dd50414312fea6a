import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { sqsClient } from "../sqs/client.ts";
import { madeUpCredentials, madeUpRegion } from "./made-up-credentials.ts";

const Request = z.looseObject({
  QueueUrl: z.string(),
  Entries: z.array(z.looseObject({ Id: z.string(), MessageBody: z.string().optional() })).optional(),
});
export type SqsRequest = z.infer<typeof Request> & { call: string };

/** What to answer: a refusal of the whole call, a broken connection, or the entries that fail, by their place. */
export type Answer =
  | { status: number; name: string; message?: string }
  | "reset"
  | { failed: { at: number; code: string; senderFault: boolean }[] }
  | { body: object };

export interface ScriptedSqs extends AsyncDisposable {
  client: SQSClient;
  url: string;
  /** Every request, in order. */
  requests: SqsRequest[];
}

/** A server that speaks SQS' JSON protocol and answers what the script says; without a word of it, all is well. */
export async function startScriptedSqs(script: (request: SqsRequest) => Answer | undefined): Promise<ScriptedSqs> {
  const requests: SqsRequest[] = [];
  const server = createServer((incoming, response) => {
    const answer = async (): Promise<void> => {
      const target = String(incoming.headers["x-amz-target"]);
      const request = { ...Request.parse(JSON.parse(await text(incoming))), call: target.replace("AmazonSQS.", "") };
      requests.push(request);
      const said = script(request) ?? { failed: [] };
      if (said === "reset") {
        incoming.socket.destroy();
        return;
      }
      const refused = "status" in said;
      response.writeHead(refused ? said.status : 200, { "content-type": "application/x-amz-json-1.0" });
      if (refused) response.end(JSON.stringify({ __type: said.name, message: said.message ?? "refused" }));
      else response.end(JSON.stringify("body" in said ? said.body : batchReply(request, said.failed)));
    };
    void answer();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const endpoint = `http://127.0.0.1:${port}`;
  const client = sqsClient({ endpoint, region: madeUpRegion, credentials: madeUpCredentials });
  return {
    client,
    url: `${endpoint}/000000000000/queue`,
    requests,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function batchReply(
  { Entries = [] }: SqsRequest,
  failed: { at: number; code: string; senderFault: boolean }[],
): object {
  const failureAt = new Map(failed.map((failure) => [failure.at, failure]));
  return {
    Successful: Entries.flatMap(({ Id, MessageBody = "" }, at) => {
      const MD5OfMessageBody = createHash("md5").update(MessageBody).digest("hex");
      return failureAt.has(at) ? [] : [{ Id, MessageId: `m${Id}`, MD5OfMessageBody }];
    }),
    Failed: Entries.flatMap(({ Id, MessageBody = "" }, at) => {
      const failure = failureAt.get(at);
      // SQS says no more than its code; a proxy might say back what it got.
      return failure === undefined
        ? []
        : [{ Id, Code: failure.code, SenderFault: failure.senderFault, Message: MessageBody }];
    }),
  };
}
