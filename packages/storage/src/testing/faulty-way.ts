import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

/** What happens to a request on its way: an error of AWS's, a connection that breaks before or after it was carried out. */
export type WayFault = { error: string; status: number } | "reset" | "answer lost";

/** A way to an emulator of AWS on which requests meet faults. */
export interface FaultyWay extends AsyncDisposable {
  endpoint: string;
  /** How many requests came, and how many of them met a fault. */
  requests: number;
  faults: number;
}

/** `faultOf` is asked for each request, with the operation's name as AWS' JSON protocols say it: `DynamoDB_20120810.GetItem`. */
export async function faultyWay(
  endpoint: string,
  faultOf: (operation: string) => WayFault | undefined,
): Promise<FaultyWay> {
  const server = createServer((request, response) => {
    const carry = async (): Promise<void> => {
      const body = await text(request);
      const operation = String(request.headers["x-amz-target"]);
      way.requests += 1;
      const fault = faultOf(operation);
      if (fault !== undefined) way.faults += 1;
      if (fault === "reset") {
        request.socket.destroy();
        return;
      }
      if (typeof fault === "object") {
        response.writeHead(fault.status, { "content-type": "application/x-amz-json-1.0" });
        response.end(JSON.stringify({ __type: `a#${fault.error}`, message: "made up" }));
        return;
      }
      const headers = new Headers();
      for (const name of ["content-type", "x-amz-target", "authorization", "x-amz-date"])
        headers.set(name, String(request.headers[name] ?? ""));
      const answered = await fetch(new URL(request.url ?? "/", endpoint), { method: "POST", headers, body });
      const reply = await answered.text();
      if (fault === "answer lost") request.socket.destroy();
      else response.writeHead(answered.status, { "content-type": "application/x-amz-json-1.0" }).end(reply);
    };
    // The emulator went away: so does the connection.
    carry().catch(() => request.socket.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const way: FaultyWay = {
    endpoint: `http://127.0.0.1:${port}`,
    requests: 0,
    faults: 0,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return way;
}
