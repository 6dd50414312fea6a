import http from "node:http";
import type net from "node:net";

export interface Received {
  method: string;
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface Receiver {
  port: number;
  /** `http://127.0.0.1:port` */
  origin: string;
  requests: Received[];
  /** TCP connections that reached it, whatever came of them. */
  readonly connections: number;
  /** Resolves when that many requests have arrived whole. */
  arrived(count: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export type Respond = (request: Received, response: http.ServerResponse) => void;

/** A real HTTP server on every address of this machine, IPv4 and IPv6, that keeps what it was sent. */
export async function receiver(respond: Respond = (_request, response) => response.end()): Promise<Receiver> {
  const requests: Received[] = [];
  const sockets = new Set<net.Socket>();
  const waiting: { count: number; resolve: () => void }[] = [];
  let connections = 0;
  const server = http.createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on("data", (chunk: Buffer) => chunks.push(chunk));
    message.on("end", () => {
      const request: Received = {
        method: message.method ?? "",
        path: message.url ?? "",
        headers: message.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      };
      requests.push(request);
      for (const one of waiting) if (requests.length >= one.count) one.resolve();
      respond(request, response);
    });
  });
  server.on("connection", (socket) => {
    connections++;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const port = await listen(server);
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    requests,
    get connections() {
      return connections;
    },
    arrived: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    [Symbol.asyncDispose]: () => closed(server, sockets),
  };
}

/** Starts a server on every address of this machine, at a port that is free. */
export function listen(server: net.Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "::", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("the server has no port"));
      else resolve(address.port);
    });
  });
}

export function closed(server: net.Server, sockets: Iterable<net.Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}
