import { type Clock, systemClock } from "@showrunner/core/clock.ts";
import { answerOf, notShowrunner, unreachable } from "./answer.ts";
import { ApiProblem } from "./api-problem.ts";
import type { Asked, AskedArguments, CallOptions, EndpointId, PagedId, ReplyOf } from "./asked.ts";
import { endpoints } from "./endpoints.generated.ts";
import { retryDelayMs } from "./retry-delay.ts";
import { type Query, urlOf } from "./url.ts";

export interface ClientOptions {
  /** The server's address; empty in a page of its own. */
  baseUrl: string;
  /** An API key; a page is known by its session instead. */
  key?: string | undefined;
  fetch?: (url: string, init: RequestInit) => Promise<Response> | Response;
  /** Makes an idempotency key for each write that has none, so that it can be tried again. */
  newKey?: () => string;
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>>;
  clock?: Clock;
  /** From 0 up to 1: spreads those who try again. */
  random?: () => number;
  /** How often a call is made at most, when it may be made again. */
  attempts?: number;
}

/** What the API can be asked, typed by its contract. */
export interface Client {
  /**
   * Asks for one thing. Reads, and writes with an idempotency key, are tried again while the server is away or asks for
   * patience. Throws ApiProblem with the server's code, or `server.unreachable`, `server.unavailable`, `server.not_showrunner`; when
   * the signal ends it, the signal's reason.
   */
  call<Id extends EndpointId>(id: Id, ...asked: AskedArguments<Id>): Promise<ReplyOf<Id>>;
  /** The same, with the answer's `ETag`: as `ifMatch` of a write it keeps what came meanwhile from being replaced. */
  callWithEtag<Id extends EndpointId>(id: Id, ...asked: AskedArguments<Id>): Promise<WithEtag<ReplyOf<Id>>>;
  /** The pages of a list, one after the other, as long as they are asked for. */
  pages<Id extends PagedId>(id: Id, asked: Asked<Id>): AsyncGenerator<ReplyOf<Id>, void, undefined>;
}

export interface WithEtag<Reply> {
  reply: Reply;
  etag: string | undefined;
}

interface Sendable extends CallOptions {
  path?: Readonly<Record<string, string>> | undefined;
  query?: Query | undefined;
  body?: unknown;
}

export function createClient(options: ClientOptions): Client {
  const { baseUrl, clock = systemClock, random = anyRandom, attempts = 4 } = options;

  async function send(id: string, asked: Sendable): Promise<WithEtag<unknown>> {
    const [method, path] = endpointOf(id);
    const idempotencyKey = asked.idempotencyKey ?? (method === "GET" ? undefined : options.newKey?.());
    const url = urlOf(baseUrl, path, asked);
    const mayRepeat = method === "GET" || idempotencyKey !== undefined;
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(url, method, { ...asked, idempotencyKey });
      } catch (error) {
        if (!(error instanceof ApiProblem) || !mayRepeat || attempt >= attempts) throw error;
        const waitMs = retryDelayMs(error, attempt, random());
        if (waitMs === null) throw error;
        await clock.sleep(waitMs, asked.signal);
      }
    }
  }

  async function once(url: string, method: string, asked: Sendable): Promise<WithEtag<unknown>> {
    const doFetch = options.fetch ?? fetch;
    const { idempotencyKey, ifMatch, body, signal } = asked;
    let answer: Response;
    try {
      answer = await doFetch(url, {
        method,
        // A write that is sent elsewhere would become a GET there, and its key is for this server.
        redirect: "manual",
        headers: {
          accept: "application/json",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
          ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
          ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
          ...options.headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      });
      return { reply: await answerOf(answer, url, clock.now()), etag: answer.headers.get("etag") ?? undefined };
    } catch (cause) {
      if (cause instanceof ApiProblem || signal?.aborted === true) throw cause;
      throw unreachable(url, cause);
    }
  }

  return {
    call: async (id, ...asked) => replyOf(id, (await send(id, sendable(asked[0]))).reply),
    callWithEtag: async (id, ...asked) => {
      const { reply, etag } = await send(id, sendable(asked[0]));
      return { reply: replyOf(id, reply), etag };
    },
    async *pages(id, asked) {
      const first = sendable(asked);
      let after: string | null | undefined;
      do {
        const query = after == null ? first.query : { ...first.query, after };
        const page = replyOf(id, (await send(id, { ...first, query })).reply);
        yield page;
        ({ next: after } = page);
      } while (after !== null);
    },
  };
}

function endpointOf(id: string): [method: string, path: string] {
  const [method, path] = endpoints[id]?.split(" ") ?? [];
  if (method === undefined || path === undefined) throw new Error(`the client knows no ${id}: npm run docs`);
  return [method, path];
}

/** The contract types what is sent; here it is only an object with parts. */
function sendable(asked: unknown): Sendable {
  return isSendable(asked) ? asked : {};
}
function isSendable(asked: unknown): asked is Sendable {
  return typeof asked === "object" && asked !== null;
}

/** The server made the reply by the schema that types it, and only what is no reply at all is noticed here. */
function replyOf<Id extends EndpointId>(id: Id, reply: unknown): ReplyOf<Id> {
  if (isReply(id, reply)) return reply;
  throw new ApiProblem({ status: 200, ...notShowrunner, detail: `the answer to ${id} is no JSON object` });
}
function isReply<Id extends EndpointId>(_id: Id, reply: unknown): reply is ReplyOf<Id> {
  return typeof reply === "object" && reply !== null;
}

/** In browsers as in Node. */
const anyRandom = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
