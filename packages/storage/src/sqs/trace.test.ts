import { createServer, type IncomingHttpHeaders } from "node:http";
import { once } from "node:events";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, expect, it, vi } from "vitest";
import { madeUpCredentials, madeUpRegion } from "../testing/made-up-credentials.ts";
import { sqsClient } from "./client.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The headers with which a message is sent. */
async function headersOfSending(): Promise<IncomingHttpHeaders> {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    response.writeHead(400, { "content-type": "application/x-amz-json-1.0" }).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const client = sqsClient({ endpoint, region: madeUpRegion, credentials: madeUpCredentials, maxAttempts: 1 });
  const sending = client.send(new SendMessageCommand({ QueueUrl: `${endpoint}/0/PollJobs`, MessageBody: "{}" }));
  await expect(sending).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  client.destroy();
  server.closeAllConnections();
  server.close();
  return seen[0] ?? {};
}

it("messages that a function sends carry X-Ray's trace of its call on, to their consumer", async () => {
  const trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
  vi.stubEnv("AWS_LAMBDA_FUNCTION_NAME", "schedule");
  vi.stubEnv("_X_AMZN_TRACE_ID", trace);
  expect((await headersOfSending())["x-amzn-trace-id"]).toBe(trace);
  vi.unstubAllEnvs();
  expect((await headersOfSending())["x-amzn-trace-id"]).toBeUndefined();
});
