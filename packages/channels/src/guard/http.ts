import { systemClock, type Clock } from "@showrunner/core/clock.ts";
import type { Agent, buildConnector } from "undici";
import { ChannelProblem, unreachable } from "../problem.ts";
import { startDeadline } from "./deadline.ts";
import type { Guard } from "./guard.ts";
import { Exchanging } from "./exchanging.ts";

export interface GuardedRequest {
  url: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  headers?: Readonly<Record<string, string>> | undefined;
  /** At most 64 KiB. */
  body?: string | Buffer | undefined;
  /** Everything together: waiting for a connection, name, handshake, sending, the whole answer. */
  deadlineMs: number;
  /** What of the answer's body is read; the connection of a longer one is closed. */
  maxResponseBytes: number;
  /** Only these hosts: for services whose hosts are known. */
  hosts?: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
}

export interface GuardedAnswer {
  status: number;
  /** Lower-case names; repeated headers joined by a comma. */
  headers: Readonly<Record<string, string>>;
  /** The first `maxResponseBytes`, as UTF-8. Empty when the answer came encoded: we asked for it plain. */
  body: string;
  /** False when the body was longer, did not end in time, or broke off. */
  complete: boolean;
}

/** HTTP to places that people name. */
export interface GuardedHttp {
  /**
   * One request, sent at most once, redirects not followed. Resolves with any answer, whatever its status;
   * throws ChannelProblem `channel.blocked`, `channel.unreachable` or `channel.too_large` when there is none.
   */
  request(request: GuardedRequest): Promise<GuardedAnswer>;
  /** Ends open connections; requests under way fail. */
  close(): Promise<void>;
}

export interface GuardedHttpOptions {
  /** What deadlines go by. Networks do not run faster for it: give it one of real speed. */
  clock?: Clock | undefined;
  /** Connections per origin, so that one slow receiver cannot have them all. */
  connections?: number | undefined;
}

export const maxRequestBytes = 64 * 1024;
const maxHeaderBytes = 16 * 1024;
const connectTimeoutMs = 10_000;
/** Below the minute after which common servers and load balancers close idle connections. */
const keepAliveMs = 15_000;

export function createGuardedHttp(guard: Guard, options: GuardedHttpOptions = {}): GuardedHttp {
  const clock = options.clock ?? systemClock;
  // undici is more than a hundred modules: they are loaded for the first request, and a start need not wait for them.
  let opened: Promise<Agent> | undefined;
  let isClosed = false;
  const open = async (): Promise<Agent> => {
    if (isClosed) throw new Error("the client was closed");
    const { Agent, buildConnector } = await import("undici");
    return new Agent({
      connections: options.connections ?? 8,
      pipelining: 1,
      // HTTP/2 would lift the bound on what one connection carries.
      allowH2: false,
      maxHeaderSize: maxHeaderBytes,
      // The deadline ends them all; these two would reset with every byte that drips in.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      connect: guardedConnector(guard, clock, buildConnector({ allowH2: false, timeout: connectTimeoutMs })),
    });
  };

  return {
    request: (request) => {
      const check = guard.checkUrl(request.url, { hosts: request.hosts });
      if (!check.ok) return Promise.reject(refused(request.url, check));
      const { url } = check;
      const { body } = request;
      if (body !== undefined && body.length * 3 > maxRequestBytes && Buffer.byteLength(body) > maxRequestBytes) {
        return Promise.reject(tooLarge(url.host));
      }
      return new Promise((resolve, reject) => {
        const exchanging = new Exchanging({
          host: url.host,
          maxResponseBytes: request.maxResponseBytes,
          deadlineMs: request.deadlineMs,
          resolve,
          reject,
        });
        const { signal } = request;
        if (signal?.aborted === true) {
          exchanging.stop("was cancelled");
          return;
        }
        const cancelDeadline = startDeadline(clock, request.deadlineMs, () => exchanging.timeOut());
        const onAbort = (): void => exchanging.stop("was cancelled");
        signal?.addEventListener("abort", onAbort, { once: true });
        exchanging.onSettled = () => {
          cancelDeadline();
          signal?.removeEventListener("abort", onAbort);
        };
        const sending = {
          origin: url.origin,
          path: url.pathname + url.search,
          method: request.method,
          headers: { ...request.headers, "user-agent": "Showrunner", "accept-encoding": "identity" },
          body: body ?? null,
        };
        opened ??= open();
        opened
          .then((agent) => agent.dispatch(sending, exchanging))
          .catch((error: unknown) => exchanging.onResponseError(null, error));
      });
    },
    close: async () => {
      isClosed = true;
      await (await opened)?.destroy();
    },
  };
}

/** TCP through the guard, and TLS on top of that very connection. */
function guardedConnector(guard: Guard, clock: Clock, upgrade: buildConnector.connector): buildConnector.connector {
  return (target, callback) => {
    const aborter = new AbortController();
    const cancel = startDeadline(clock, connectTimeoutMs, () => aborter.abort(new Error("connecting took too long")));
    const port = target.port === "" ? (target.protocol === "https:" ? 443 : 80) : Number(target.port);
    guard.connect({ hostname: target.hostname, port, signal: aborter.signal }).then(
      (socket) => {
        cancel();
        if (target.protocol === "https:") upgrade({ ...target, httpSocket: socket }, callback);
        else callback(null, socket);
      },
      (error: unknown) => {
        cancel();
        callback(error instanceof Error ? error : new Error(String(error)), null);
      },
    );
  };
}

function refused(text: string, check: { reason: string; about: "form" | "place" }): ChannelProblem {
  if (check.about === "place") return unreachable(URL.parse(text)?.host ?? "The address", check.reason);
  return new ChannelProblem({
    code: "channel.blocked",
    message: `The channel's address is not allowed: ${check.reason}.`,
    hint: "Change the address in the channel's settings.",
  });
}

function tooLarge(host: string): ChannelProblem {
  return new ChannelProblem({
    code: "channel.too_large",
    message: `The message to ${host} is larger than ${maxRequestBytes / 1024} KiB.`,
    hint: "It is not sent, and trying again would not help.",
  });
}
