import { once } from "node:events";
import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { Problem } from "@showrunner/core/errors.ts";

export interface Served {
  url: string;
  port: number;
  close(): Promise<void>;
}

/** Serves an app on 127.0.0.1. Throws Problem `port.in_use` or `port.refused`, which name the port. */
export async function serve(fetch: (request: Request) => Response | Promise<Response>, port: number): Promise<Served> {
  const server = createAdaptorServer({ fetch });
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (cause) {
    throw portProblem(port, cause);
  }
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      if (isHttpServer(server)) server.closeAllConnections();
      await closed;
    },
  };
}

function isHttpServer(server: object): server is Server {
  return "closeAllConnections" in server;
}

function portProblem(port: number, cause: unknown): Problem {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "EADDRINUSE")
    return new Problem({
      code: "port.in_use",
      message: `port ${port} on 127.0.0.1 is in use by another program`,
      hint: "Stop that program, or choose another port with --port or SHOWRUNNER_PORT (0 takes any free one).",
      cause,
    });
  return new Problem({
    code: "port.refused",
    message: `port ${port} on 127.0.0.1 cannot be listened on`,
    hint: "Choose another port with --port or SHOWRUNNER_PORT: those below 1024 need special rights.",
    cause,
  });
}
