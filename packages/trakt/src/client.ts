import type { Clock } from "@showrunner/core/clock.ts";
import type { Secret } from "@showrunner/core/secret.ts";
import * as z from "zod";
import manifest from "../package.json" with { type: "json" };
import { incompleteList, type Call } from "./classify.ts";
import type { Endpoint } from "./contract/endpoint.ts";
import { TraktError } from "./errors.ts";
import { exchange } from "./exchange.ts";
import type { Governor, Pause } from "./governor.ts";
import { createOAuth, type OAuth } from "./oauth.ts";
import { itemsOf, pageOf, readWholeList, type TraktPage, type WholeRead } from "./pages.ts";
import { checked, prepare } from "./prepare.ts";
import { read, refusePastEnd } from "./read.ts";
import type { HttpReply } from "./reply.ts";
import { createTransport } from "./transport.ts";

export type { TraktPage, WholeRead } from "./pages.ts";

export interface TraktOptions {
  /** `https://api.trakt.tv`. */
  apiUrl: string;
  /** `https://auth.trakt.tv`. */
  authUrl: string;
  clientId: string;
  /** Left out of what is sent when empty: apps may have none. */
  clientSecret: Secret<string>;
  /** Must name the app: Trakt's edge refuses what looks like a library or a browser. */
  userAgent?: string;
  clock: Clock;
  /** Without one, nothing limits the rate. */
  governor?: Governor;
  /** For the whole of one call, once its turn has come: 20 s when left out. Real time. */
  deadlineMs?: number;
  /** To each of Trakt's hosts: 16 when left out. */
  connections?: number;
}

export interface CallOptions {
  /** Ends the call early, with a TraktError of kind `no_answer`. */
  signal?: AbortSignal;
}

/** What an endpoint takes: its path and query input and, where it has one, its `body`. */
export type CallInput<Params extends z.ZodObject, Body extends z.ZodType | undefined> = Body extends z.ZodType
  ? // An input without keys admits none, a body neither.
    ([keyof Params["shape"]] extends [never] ? unknown : z.input<Params>) & { body: z.input<Body> }
  : z.input<Params>;

/** Endpoints that answer a list. */
export type ListEndpoint<Params extends z.ZodObject, T> = Endpoint<string, Params, undefined, z.ZodType<T[]>>;

export interface TraktCalls {
  /** One HTTP request, never repeated. Throws TraktError. */
  call<Params extends z.ZodObject, Body extends z.ZodType | undefined, Reply extends z.ZodType>(
    endpoint: Endpoint<string, Params, Body, Reply>,
    input: CallInput<Params, Body>,
    options?: CallOptions,
  ): Promise<z.output<Reply>>;
  /** Page after page, from `page` or the first, each asked for when it is wanted. */
  pages<Params extends z.ZodObject, T>(
    endpoint: ListEndpoint<Params, T>,
    input: z.input<Params>,
    options?: CallOptions,
  ): AsyncIterable<TraktPage<T>>;
  /**
   * Item after item, their pages asked for when they are wanted. A loop that ends has seen everything: else it throws a
   * TraktError of kind `incomplete` at its end, or as soon as the list is seen to have moved. Reads from the first page.
   */
  items<Params extends z.ZodObject, T>(
    endpoint: ListEndpoint<Params, T>,
    input: z.input<Params>,
    options?: CallOptions,
  ): AsyncIterable<T>;
  /** The whole list, and whether it is proven to be that. Throws when a page fails. */
  readWhole<Params extends z.ZodObject, T>(
    endpoint: ListEndpoint<Params, T>,
    input: z.input<Params>,
    options?: CallOptions,
  ): Promise<WholeRead<T>>;
}

/** Calls as one person. After the first 401 it sends nothing more: a refused token is not used again. */
export interface TraktSession extends TraktCalls {
  readonly key: string;
  /** Calls made in this session, a list's pages each. */
  calls(): number;
}

export interface Trakt extends TraktCalls {
  /** Calls with a person's token, counted against the governor's budget of that key. */
  as(person: { key: string; accessToken: Secret<string> }): TraktSession;
  readonly oauth: OAuth;
  /** HTTP requests sent so far, those to the auth host included. */
  calls(): number;
  /** What brakes every call now; null when nothing does. */
  paused(): Pause | null;
  /** Waits for calls under way, and closes the connections. */
  close(): Promise<void>;
}

/** Larger than any page of 250 items with all their facts. */
const maxBodyBytes = 16 * 1024 * 1024;
const defaultUserAgent = `Showrunner/${manifest.version} (+https://showrunner.example)`;
/** The budget of calls without a token: the app's own, whoever they are for. No person's key can be this. */
const appKey = "\u0000app";

/** Who calls: the token's headers are made once, not for every call. */
interface Caller {
  key: string;
  headers: string[];
  secrets: readonly string[];
  authorized: boolean;
  refused: boolean;
  calls: number;
}

/** The client of Trakt's API. It sends what the contract's endpoints say, and repeats nothing by itself. */
export function createTrakt(options: TraktOptions): Trakt {
  const { clock, governor, clientId, userAgent = defaultUserAgent } = options;
  const { deadlineMs = 20_000, connections = 16 } = options;
  const limits = { connections, deadlineMs, maxBodyBytes };
  const transport = createTransport({ url: options.apiUrl, ...limits });
  const authTransport = createTransport({ url: options.authUrl, ...limits });
  const on = { transport, governor, clock };
  // Trakt: required headers guide.
  const headers = [
    ["content-type", "application/json"],
    ["user-agent", userAgent],
    ["trakt-api-key", clientId],
    ["trakt-api-version", "2"],
    ["accept", "application/json"],
  ].flat();
  const baseSecrets = [options.clientSecret.reveal(), clientId];

  async function send(
    caller: Caller,
    endpoint: Endpoint,
    input: unknown,
    callOptions: CallOptions | undefined,
  ): Promise<{ reply: HttpReply; call: Call }> {
    const { method } = endpoint;
    const { target, body } = prepare(endpoint, input);
    const path = pathOf(target);
    const call = { method, path, secrets: caller.secrets };
    if (endpoint.auth === "required" && !caller.authorized) throw noToken(call, false);
    const request = {
      method,
      path: target,
      headers: caller.headers,
      body,
      person: caller.key,
      bucket: endpoint.bucket,
      about: path,
      secrets: caller.secrets,
      // What is one's own is no other's.
      ownersOnly: endpoint.ownersOnly && !path.startsWith("/users/me/"),
      refusal: () => (caller.refused ? noToken(call, true) : undefined),
      onError: (error: TraktError) => {
        caller.refused ||= caller.authorized && error.kind === "unauthorized";
      },
    };
    caller.calls += 1;
    return { reply: await exchange(on, request, callOptions?.signal), call };
  }

  async function* pagesOf<Params extends z.ZodObject, T>(
    caller: Caller,
    endpoint: ListEndpoint<Params, T>,
    input: z.input<Params>,
    callOptions: CallOptions | undefined,
  ): AsyncGenerator<TraktPage<T>> {
    const from = Paging.safeParse(checked(endpoint, endpoint.params, input)).data ?? {};
    const limit = Math.min(from.limit ?? endpoint.maxLimit, largestPage(endpoint.maxLimit, from.extended));
    for (let page = from.page ?? 1; ; page += 1) {
      const asked = endpoint.paginated ? { ...input, page, limit } : input;
      const { reply, call } = await send(caller, endpoint, asked, callOptions);
      const items = read(endpoint, reply, call);
      const answered = pageOf(reply, items, { page, limit });
      // Behind the first page that is read, a list that has become shorter is one that moved.
      if (page === from.page) refusePastEnd(reply, call, items, page);
      // What is not paginated is one page, and all of it.
      yield endpoint.paginated ? answered : { ...answered, pageCount: 1, itemCount: items.length };
      if (!endpoint.paginated || answered.pageCount === null || page >= answered.pageCount) return;
    }
  }

  function callsOf(caller: Caller): TraktCalls {
    return {
      async call(endpoint, input, callOptions) {
        const { reply, call } = await send(caller, endpoint, input, callOptions);
        const answer = read(endpoint, reply, call);
        if (endpoint.paginated) refusePastEnd(reply, call, answer, Paging.safeParse(input).data?.page);
        return answer;
      },
      pages: (endpoint, input, callOptions) => pagesOf(caller, endpoint, input, callOptions),
      items: (endpoint, input, callOptions) =>
        itemsOf(pagesOf(caller, endpoint, input, callOptions), countsOthers(endpoint, input), (reason) =>
          incompleteList({ method: endpoint.method, path: pathOf(prepare(endpoint, input).target) }, reason),
        ),
      readWhole: (endpoint, input, callOptions) =>
        readWholeList(() => pagesOf(caller, endpoint, input, callOptions), countsOthers(endpoint, input)),
    };
  }

  const app: Caller = { key: appKey, headers, secrets: baseSecrets, authorized: false, refused: false, calls: 0 };
  return {
    ...callsOf(app),
    as({ key, accessToken }) {
      const token = accessToken.reveal();
      const caller: Caller = {
        key,
        headers: [...headers, "authorization", `Bearer ${token}`],
        secrets: [token, ...baseSecrets],
        authorized: true,
        refused: false,
        calls: 0,
      };
      return { key, calls: () => caller.calls, ...callsOf(caller) };
    },
    oauth: createOAuth({
      on: { transport: authTransport, governor, clock },
      authUrl: options.authUrl,
      headers,
      clientId,
      clientSecret: options.clientSecret,
    }),
    calls: () => transport.sentCount() + authTransport.sentCount(),
    paused: () => governor?.paused() ?? null,
    async close() {
      await Promise.all([transport.close(), authTransport.close()]);
    },
  };
}

/** What reading in pages looks at, of any list's input; whether it is valid is for the endpoint to say. */
const Paging = z.object({
  page: z.int().optional(),
  limit: z.int().optional(),
  extended: z.union([z.string(), z.array(z.string())]).optional(),
  type: z.unknown().optional(),
});

/** Progress makes items large: 100 to a page then. Trakt: pagination guide. */
function largestPage(maxLimit: number, extended: string | string[] | undefined): number {
  return extended?.includes("progress") === true ? Math.min(maxLimit, 100) : maxLimit;
}

function pathOf(target: string): string {
  const question = target.indexOf("?");
  return question < 0 ? target : target.slice(0, question);
}

/** Whether the list's item count is of more than what is asked for. */
function countsOthers(endpoint: Pick<Endpoint, "countsAllTypes">, input: unknown): boolean {
  return endpoint.countsAllTypes && (Paging.safeParse(input).data?.type ?? "all") !== "all";
}

function noToken(call: Call, refused: boolean): TraktError {
  return new TraktError({
    kind: "unauthorized",
    status: null,
    method: call.method,
    path: call.path,
    message: refused
      ? `${call.method} ${call.path} was not sent: Trakt refused this access token before`
      : `${call.method} ${call.path} needs a person's access token`,
    hint: refused ? "Renew the token, or let the person connect again." : "Call it on a session: trakt.as(person).",
    retry: { kind: "never" },
    sent: false,
  });
}
