import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

/** One request and its answer, as they were on the wire. */
export interface Exchange {
  method: string;
  path: string;
  /** The path with what looks like an id left out, for words. */
  route: string;
  query: ReadonlyMap<string, string>;
  /** The request's JSON. */
  sent: unknown;
  status: number;
  /** The answer's JSON; undefined where there is none. */
  reply: unknown;
}

export interface Recording {
  url: string;
  exchanges: readonly Exchange[];
  close(): Promise<void>;
}

/** Listens on 127.0.0.1, answers as `fetch` does, and keeps what was said. */
export async function record(answer: (request: Request) => Response | Promise<Response>): Promise<Recording> {
  const exchanges: Exchange[] = [];
  const server = createServer((incoming, outgoing) => {
    const handle = async (): Promise<void> => {
      const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
      const method = incoming.method ?? "GET";
      const body = await text(incoming);
      const headers = new Headers();
      for (const [name, value] of Object.entries(incoming.headers))
        if (typeof value === "string" && name !== "connection") headers.set(name, value);
      const response = await answer(new Request(url, { method, headers, ...(body === "" ? {} : { body }) }));
      const replied = await response.text();
      exchanges.push({
        method,
        path: url.pathname,
        route: url.pathname.replaceAll(/\/(\d+|[a-z]+-[a-z0-9-]+)(?=\/|$)/g, "/…"),
        query: new Map(url.searchParams),
        sent: jsonOf(body),
        status: response.status,
        reply: jsonOf(replied),
      });
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(replied);
    };
    handle().catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : new Error(String(error))));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    exchanges,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

function jsonOf(body: string): unknown {
  try {
    return body === "" ? undefined : JSON.parse(body);
  } catch {
    return body;
  }
}
