import { createServer } from "node:http";
import { Pool } from "undici";

/** The floor for events: accepts a POST and posts it on, and stores nothing. Started with the receiver's address. */
const target = new URL(process.argv[2] ?? "");
const pool = new Pool(target.origin, { connections: 8, pipelining: 1 });

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => {
    body += chunk;
  });
  request.on("end", () => {
    void pool
      .request({ method: "POST", path: "/", body, headers: { "content-type": "application/json" } })
      .then(async (answer) => {
        await answer.body.dump();
        response.writeHead(204).end();
      });
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
process.once("SIGTERM", () => process.exit(0));
