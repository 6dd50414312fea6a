import net from "node:net";
import { closed, listen } from "./receiver.ts";

type Reaches = (count: number) => Promise<void>;

export interface RawReceiver {
  port: number;
  origin: string;
  /** Resolves when that many connections have sent something. */
  spokenTo: Reaches;
  /** Resolves when that many connections were closed by the other side. */
  leftBy: Reaches;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A TCP server that answers each connection's first bytes with whatever `respond` writes, HTTP or not. */
export async function rawReceiver(respond: (socket: net.Socket) => void): Promise<RawReceiver> {
  const sockets = new Set<net.Socket>();
  const spoken = counter();
  const left = counter();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.once("data", () => {
      respond(socket);
      spoken.up();
    });
    socket.on("error", () => {});
    socket.on("close", left.up);
  });
  const port = await listen(server);
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    spokenTo: spoken.reaches,
    leftBy: left.reaches,
    [Symbol.asyncDispose]: () => closed(server, sockets),
  };
}

function counter(): { up: () => void; reaches: Reaches } {
  const waiting: { count: number; resolve: () => void }[] = [];
  let value = 0;
  return {
    up: () => {
      value++;
      for (const one of waiting) if (value >= one.count) one.resolve();
    },
    reaches: (count) =>
      new Promise((resolve) => {
        if (value >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
}
