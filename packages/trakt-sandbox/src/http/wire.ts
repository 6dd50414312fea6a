import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { hash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Context } from "hono";
import type { Dialect } from "../behaviour.ts";
import type { Answer } from "./answer.ts";

/** Node's own request and response, when the app is served over a socket. */
export type SocketEnv = { incoming?: IncomingMessage; outgoing?: ServerResponse };

export type SandboxContext = Context<{ Bindings: SocketEnv }>;

/** The connection ended before an answer; what a caller without a socket sees instead of the reset. */
export class LostConnection extends TypeError {
  readonly code = "ECONNRESET";

  constructor() {
    super("fetch failed: the sandbox ended the connection");
  }
}

/** Ends the connection without an answer. */
export function drop(c: SandboxContext): Response {
  const socket = socketOf(c);
  if (socket === undefined) throw new LostConnection();
  socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

/** Whether the answer was dealt with on the socket itself. */
export function isSent(response: Response): boolean {
  return response === RESPONSE_ALREADY_SENT;
}

/** Sends the headers of the whole answer and half of its body, then ends the connection. */
export function sendHalf(c: SandboxContext, answer: Answer): Response {
  const outgoing: ServerResponse | undefined = c.env?.outgoing;
  const body = Buffer.from(bodyOf(answer) ?? "");
  const half = body.subarray(0, Math.floor(body.length / 2));
  if (outgoing === undefined) {
    const stream = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array(half)),
      pull: (controller) => controller.error(new LostConnection()),
    });
    return new Response(stream, { status: answer.status, headers: headersOf(answer) });
  }
  outgoing.writeHead(answer.status, { ...headersOf(answer), "content-length": String(body.length) });
  outgoing.write(half, () => socketOf(c)?.destroy());
  return RESPONSE_ALREADY_SENT;
}

export function respond(answer: Answer): Response {
  const body = answer.status === 204 || answer.status === 304 ? null : (bodyOf(answer) ?? null);
  return new Response(body, { status: answer.status, headers: headersOf(answer) });
}

/** A request as the headers of its answer tell of it. */
export interface Served {
  dialect: Dialect;
  request: Request;
  runtimeMs: number;
  /** Counts the requests. */
  serial: number;
  /** `/shows/:id` → `resource:show:1390`; undefined for what is somebody's own. */
  publicTag: string | undefined;
  /** Epoch ms of the last thing that the caller did; undefined without a token. */
  changedAt: number | undefined;
}

/** The headers that tell the backend, and on Rails the 304 of a caller that has the answer already. */
export function inDialect(answer: Answer, served: Served): Answer {
  const { dialect, request, serial, publicTag, changedAt } = served;
  const isRead = request.method === "GET" && answer.status === 200;
  const number = serial.toString(16).padStart(12, "0");
  const edge = { server: "cloudflare", "cf-ray": `8f00${number}-FRA` };
  if (dialect === "workers") {
    const cached = { "cache-control": "public, max-age=60, s-maxage=300", "cache-tag": publicTag ?? "" };
    return { ...answer, headers: { ...edge, ...(isRead && publicTag !== undefined ? cached : {}), ...answer.headers } };
  }
  const headers: Record<string, string> = {
    ...edge,
    "cf-cache-status": "DYNAMIC",
    "x-runtime": (served.runtimeMs / 1000).toFixed(6),
    "x-request-id": `00000000-0000-4000-8000-${number}`,
    "cache-control": "max-age=0, private, must-revalidate",
    ...(new URL(request.url).pathname.startsWith("/users/") ? { "x-private-user": "false" } : {}),
    ...answer.headers,
  };
  if (!isRead) return { ...answer, headers };
  if (changedAt !== undefined) headers["last-modified"] = new Date(changedAt).toUTCString();
  const text = bodyOf(answer) ?? "";
  headers.etag = `W/"${hash("md5", text)}"`;
  if (request.headers.get("if-none-match") === headers.etag) return { status: 304, headers };
  return { ...answer, text, headers: { "content-type": jsonType, ...headers } };
}

export function addressOf(c: SandboxContext): string {
  const forwarded = c.req.header("x-forwarded-for")?.split(",")[0]?.trim();
  return forwarded ?? socketOf(c)?.remoteAddress ?? "127.0.0.1";
}

const jsonType = "application/json; charset=utf-8";

function socketOf(c: SandboxContext): IncomingMessage["socket"] | undefined {
  const incoming: IncomingMessage | undefined = c.env?.incoming;
  return incoming?.socket;
}

function bodyOf(answer: Answer): string | undefined {
  return answer.text ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body));
}

function headersOf(answer: Answer): Record<string, string> {
  return answer.body === undefined ? answer.headers : { "content-type": jsonType, ...answer.headers };
}
