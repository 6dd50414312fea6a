import type { Dispatcher, Pool } from "undici";
import type { HttpReply } from "./reply.ts";

export interface HttpRequest {
  method: Dispatcher.HttpMethod;
  /** Path and query. */
  path: string;
  /** Names and values in turn. */
  headers: string[];
  body: string | null;
}

export interface TransportOptions {
  /** Scheme, host and port, and a path that everything is under. */
  url: string;
  connections: number;
  /** For the whole of a call: connecting, headers and body. Milliseconds of real time. */
  deadlineMs: number;
  maxBodyBytes: number;
}

/** Why there is no usable answer. */
export type NoAnswerReason = "deadline" | "aborted" | "network" | "too_large";

/** Thrown by `send`. Holds nothing of what undici threw, which may hold parts of requests and answers. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  readonly reason: NoAnswerReason;
  /** False when not a byte of the request was sent. */
  readonly sent: boolean;

  constructor(reason: NoAnswerReason, sent: boolean, message: string) {
    super(message);
    this.reason = reason;
    this.sent = sent;
  }
}

export interface Transport {
  /** One exchange, without retries and redirects; throws NoAnswer. */
  send(request: HttpRequest, signal?: AbortSignal): Promise<HttpReply>;
  /** Requests written to a connection so far. */
  sentCount(): number;
  close(): Promise<void>;
}

/** HTTP to one host over kept connections. */
export function createTransport(options: TransportOptions): Transport {
  const url = new URL(options.url);
  const prefix = url.pathname.replace(/\/$/, "");
  // undici is more than a hundred modules: they are loaded for the first request, and a start need not wait for them.
  let opened: Promise<Pool> | undefined;
  let isClosed = false;
  const open = async (): Promise<Pool> => {
    if (isClosed) throw new Error("the transport was closed");
    const { Pool } = await import("undici");
    return new Pool(url.origin, {
      connections: options.connections,
      // One request at a time on a connection: ending a call by destroying its socket harms no other.
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: 20_000,
      // The one deadline covers these; undici's own restart with every byte.
      connectTimeout: options.deadlineMs,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  };
  let sent = 0;
  const onSent = (): void => {
    sent += 1;
  };
  return {
    send: (request, signal) =>
      new Promise((resolve, reject) => {
        const exchange = new Exchange(options, onSent, resolve, reject, signal);
        if (exchange.ended) return;
        const { method, headers, body } = request;
        opened ??= open();
        opened.then(
          (pool) => pool.dispatch({ method, path: prefix + request.path, headers, body }, exchange),
          (error: Error) => exchange.onResponseError(null, error),
        );
      }),
    sentCount: () => sent,
    close: async () => {
      isClosed = true;
      await (await opened)?.close();
    },
  };
}

/** One request and its answer, gathered without streams. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #options: TransportOptions;
  readonly #onSent: () => void;
  readonly #resolve: (reply: HttpReply) => void;
  readonly #reject: (error: NoAnswer) => void;
  readonly #signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: HttpReply["headers"] = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  #sent = false;
  ended = false;

  constructor(
    options: TransportOptions,
    onSent: () => void,
    resolve: (reply: HttpReply) => void,
    reject: (error: NoAnswer) => void,
    signal: AbortSignal | undefined,
  ) {
    this.#options = options;
    this.#onSent = onSent;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
    this.#timer = setTimeout(this.#onDeadline, options.deadlineMs);
    if (signal === undefined) return;
    signal.addEventListener("abort", this.#onAbort, { once: true });
    if (signal.aborted) this.#onAbort();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // It ended while it waited for a connection: it must not be sent any more.
    if (this.ended) {
      controller.abort(new Error("ended before it was sent"));
      return;
    }
    this.#controller = controller;
    this.#sent = true;
    this.#onSent();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: HttpReply["headers"]): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#options.maxBodyBytes)
      this.#fail("too_large", `the body is larger than ${this.#options.maxBodyBytes} bytes`);
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.ended) return;
    this.#end();
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks, this.#bytes);
    this.#resolve({ status: this.#status, headers: this.#headers, body: body.toString("utf8") });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#fail("network", describe(error));
  }

  readonly #onDeadline = (): void => {
    this.#fail("deadline", `nothing complete within ${this.#options.deadlineMs} ms`);
  };

  readonly #onAbort = (): void => {
    this.#fail("aborted", "the caller gave up");
  };

  #fail(reason: NoAnswerReason, message: string): void {
    if (this.ended) return;
    this.#end();
    this.#chunks = [];
    const failure = new NoAnswer(reason, this.#sent, message);
    this.#controller?.abort(failure);
    this.#reject(failure);
  }

  #end(): void {
    this.ended = true;
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#onAbort);
  }
}

/** The kind of a network error: its code, for messages may quote what was received. */
function describe(error: Error): string {
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return `the connection failed (${code})`;
}
