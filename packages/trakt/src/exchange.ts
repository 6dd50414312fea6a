import type { Clock } from "@showrunner/core/clock.ts";
import { errorOf, type Call } from "./classify.ts";
import type { Bucket } from "./contract/endpoint.ts";
import { TraktError } from "./errors.ts";
import type { Governor } from "./governor.ts";
import { usedUpBudgetOf } from "./rate-limit.ts";
import type { HttpReply } from "./reply.ts";
import { NoAnswer, type HttpRequest, type Transport } from "./transport.ts";

export interface ExchangeRequest extends HttpRequest {
  /** Whose budget it counts against; null for none. */
  person: string | null;
  bucket: Bucket;
  /** Path without query, for errors. */
  about: string;
  secrets: readonly string[];
  /** See Endpoint. */
  ownersOnly?: boolean;
  /** Asked once its turn has come: why it must not be sent any more. */
  refusal?: () => TraktError | undefined;
  /** Told of an error answer before any waiting call has its turn. */
  onError?: (error: TraktError) => void;
  /** A 429 is about this call alone, and holds up no other. */
  ownLimit?: boolean;
}

/** One governed exchange: a 2xx reply, whatever it holds, or a TraktError. */
export async function exchange(
  on: { transport: Transport; governor: Governor | undefined; clock: Clock },
  request: ExchangeRequest,
  signal: AbortSignal | undefined,
): Promise<HttpReply> {
  const { governor } = on;
  const { person, bucket } = request;
  const { ownersOnly = false } = request;
  const call: Call = { method: request.method, path: request.about, secrets: request.secrets, ownersOnly };
  try {
    const turn = governor?.enter(person, bucket, signal);
    if (turn !== undefined) await turn;
  } catch {
    throw noAnswer(call, new NoAnswer("aborted", false, "the caller gave up while it waited for its turn"));
  }
  try {
    const refusal = request.refusal?.();
    if (refusal !== undefined) throw refusal;
    const reply = await on.transport.send(request, signal);
    if (reply.status >= 200 && reply.status < 300) {
      const usedUp = usedUpBudgetOf(reply, on.clock.now());
      if (usedUp !== undefined && person !== null)
        governor?.pausePerson(person, usedUp.bucket, on.clock.now() + usedUp.afterMs);
      return reply;
    }
    const error = errorOf(reply, call, on.clock.now());
    const isOwn = request.ownLimit === true && error.kind === "rate_limited";
    if (governor !== undefined && !isOwn) brake(governor, error, person, bucket, on.clock.now());
    request.onError?.(error);
    throw error;
  } catch (error) {
    throw error instanceof NoAnswer ? noAnswer(call, error) : error;
  } finally {
    // Last: it lets the next call in, which is to find what this one taught.
    governor?.leave();
  }
}

/** What one answer teaches about the calls that follow it. */
function brake(governor: Governor, error: TraktError, person: string | null, bucket: Bucket, nowMs: number): void {
  if (error.retry.kind !== "after") return;
  const untilMs = nowMs + error.retry.afterMs;
  if (error.atEdge) governor.pauseUntil(untilMs, error.message);
  else if (error.kind === "rate_limited" && person !== null) governor.pausePerson(person, bucket, untilMs);
}

function noAnswer(call: Call, error: NoAnswer): TraktError {
  const tooLarge = error.reason === "too_large";
  return new TraktError({
    kind: tooLarge ? "unreadable_reply" : "no_answer",
    status: null,
    method: call.method,
    path: call.path,
    message: `${tooLarge ? "Unusable" : "No"} answer from Trakt to ${call.method} ${call.path}: ${error.message}`,
    hint: error.sent
      ? "Trakt may have done what was asked: look before repeating what would show twice."
      : "Nothing reached Trakt.",
    retry: { kind: "default" },
    sent: error.sent,
  });
}
