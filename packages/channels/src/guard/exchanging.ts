import type { Dispatcher } from "undici";
import { ChannelProblem, unreachable } from "../problem.ts";
import { certificateProblem, errorCode, errorDetail } from "./error-detail.ts";
import type { GuardedAnswer } from "./http.ts";

export interface ExchangingOptions {
  host: string;
  maxResponseBytes: number;
  deadlineMs: number;
  resolve(answer: GuardedAnswer): void;
  reject(problem: ChannelProblem): void;
}

type Headers = Readonly<Record<string, string>>;

// Made once: undici wants an error to abort with, and nobody sees this one.
const enough = new Error("enough was read");

/** One request under way, as undici reports it. Settles once; what comes later is ignored. */
export class Exchanging implements Dispatcher.DispatchHandler {
  onSettled: () => void = () => {};
  readonly #options: ExchangingOptions;
  #controller: Dispatcher.DispatchController | null = null;
  #settled = false;
  #status = 0;
  #headers: Headers = {};
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(options: ExchangingOptions) {
    this.#options = options;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It waited for a connection longer than its time: it must not be sent after its sender was told so.
    if (this.#settled) controller.abort(enough);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // 1xx announce the answer; they are not it.
    if (statusCode < 200) return;
    this.#status = statusCode;
    this.#headers = joined(headers);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const room = this.#options.maxResponseBytes - this.#bytes;
    this.#bytes += chunk.length;
    if (chunk.length <= room) {
      this.#chunks.push(chunk);
      return;
    }
    this.#chunks.push(chunk.subarray(0, room));
    this.#answer(false);
    controller.abort(enough);
  }

  onResponseEnd(): void {
    this.#answer(true);
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: unknown): void {
    if (this.#status !== 0) this.#answer(false);
    else this.#fail(problemOf(this.#options.host, error, this.#controller !== null));
  }

  /** The deadline passed. A status that came in time still counts: what the receiver did is known. */
  timeOut(): void {
    this.stop(`did not answer within ${this.#options.deadlineMs / 1000} s`);
  }

  /** Ends the exchange from our side; `what` continues the sentence that begins with the host. */
  stop(what: string): void {
    if (this.#status === 0) this.#fail(unanswered(this.#options.host, what, this.#controller !== null));
    else this.#answer(false);
    this.#controller?.abort(enough);
  }

  #answer(complete: boolean): void {
    if (this.#settle()) {
      const encoded = (this.#headers["content-encoding"] ?? "identity").toLowerCase() !== "identity";
      this.#options.resolve({
        status: this.#status,
        headers: this.#headers,
        body: encoded ? "" : textOf(this.#chunks, complete),
        complete,
      });
    }
  }

  #fail(problem: ChannelProblem): void {
    if (this.#settle()) this.#options.reject(problem);
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.onSettled();
    return true;
  }
}

function textOf(chunks: Buffer[], complete: boolean): string {
  const [first] = chunks;
  if (first === undefined) return "";
  const bytes = chunks.length === 1 ? first : Buffer.concat(chunks);
  // A cut body may end inside a character: streaming leaves that rest out.
  return complete ? bytes.toString("utf8") : new TextDecoder().decode(bytes, { stream: true });
}

function joined(headers: Record<string, string | string[] | undefined>): Headers {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = typeof value === "string" ? value : value.join(", ");
  }
  return plain;
}

/** What a broken exchange means. `sent` is true when the request had begun to go out. */
function problemOf(host: string, error: unknown, sent: boolean): ChannelProblem {
  const detail = errorDetail(error);
  if (sent) return unanswered(host, brokenBy(errorCode(error)), true, detail);
  const certificate = certificateProblem(errorCode(error));
  // TLS begins only where the guard let us connect: to say this tells nothing of our network.
  return certificate === null ? unreachable(host, detail) : unanswered(host, certificate, false, detail);
}

function unanswered(host: string, what: string, sent: boolean, operatorDetail?: string): ChannelProblem {
  return new ChannelProblem({
    code: "channel.unreachable",
    message: `${host} ${what}.`,
    hint: sent ? "Whether the message arrived is not known." : "The message was not sent.",
    retry: { kind: "default" },
    uncertain: sent,
    operatorDetail: operatorDetail ?? what,
  });
}

function brokenBy(code: string): string {
  if (code === "UND_ERR_HEADERS_OVERFLOW") return "answered with headers larger than 16 KiB";
  if (code.startsWith("HPE_")) return "answered with something that is not HTTP";
  return "closed the connection before it answered";
}
