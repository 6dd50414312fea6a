import { manualClock, type Clock, type ManualClock } from "@showrunner/core/clock.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import * as z from "zod";
import { createTrakt, type Trakt, type TraktOptions, type TraktSession } from "../client.ts";

/** Made up, and planted wherever a secret goes: none of these may come out again. */
export const canaries = {
  accessToken: "canary-access-5f1d",
  refreshToken: "canary-refresh-8a2c",
  clientSecret: "canary-client-secret-0b9e",
  clientId: "canary-client-id-77e1",
  deviceCode: "canary-device-c3d4",
  code: "canary-code-19aa",
};

export interface Received {
  method: string;
  /** With the query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Host {
  url: string;
  received: Received[];
  /** Connections made so far. */
  connections(): number;
}

export type Answer = (request: Received, response: ServerResponse) => void;

/** A real HTTP server for one test. */
export async function startHost(answer: Answer): Promise<Host> {
  const received: Received[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one: Received = {
        method: request.method ?? "",
        url: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      received.push(one);
      answer(one, response);
    });
  });
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, received, connections: () => connections };
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}

export interface Client {
  host: Host;
  clock: ManualClock;
  trakt: Trakt;
  session: TraktSession;
}

/** A client of a host that answers so, with canaries for secrets, on a clock that stands still. */
export async function startClient(answer: Answer, options: Partial<TraktOptions> = {}): Promise<Client> {
  const host = await startHost(answer);
  const clock = manualClock(Date.parse("2026-11-20T18:00:00.000Z"));
  const trakt = traktOf(host.url, { clock, ...options });
  return { host, clock, trakt, session: sessionOf(trakt) };
}

export function traktOf(url: string, options: Partial<TraktOptions> & { clock: Clock }): Trakt {
  const trakt = createTrakt({
    apiUrl: url,
    authUrl: url,
    clientId: canaries.clientId,
    clientSecret: new Secret(canaries.clientSecret),
    ...options,
  });
  onTestFinished(async () => {
    // A test may have closed it itself.
    await trakt.close().catch(() => undefined);
  });
  return trakt;
}

export function sessionOf(trakt: Trakt, key = "acc_one"): TraktSession {
  return trakt.as({ key, accessToken: new Secret(canaries.accessToken) });
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** The body of a request, as the object that it is. */
export function bodyOf(request: Received | undefined): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(request?.body ?? ""));
}
