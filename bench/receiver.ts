import { createServer } from "node:http";

/**
 * A webhook receiver in a process of its own: answers 204, and tells, when asked, what came and when. Each body holds
 * the time at which its change was made (`sentAt`, ms since the epoch with fractions), or none.
 */
let received = 0;
let latenciesMs: number[] = [];

const nowMs = (): number => performance.timeOrigin + performance.now();

const server = createServer((request, response) => {
  if (request.method === "GET") {
    response.end(JSON.stringify({ received, latenciesMs: request.url === "/latencies" ? latenciesMs : [] }));
    return;
  }
  if (request.method === "DELETE") {
    received = 0;
    latenciesMs = [];
    response.end();
    return;
  }
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => {
    body += chunk;
  });
  request.on("end", () => {
    const found = /sentAt=(\d+(?:\.\d+)?)/.exec(body);
    received += 1;
    if (found?.[1] !== undefined) latenciesMs.push(nowMs() - Number(found[1]));
    response.writeHead(204).end();
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
process.once("SIGTERM", () => process.exit(0));
