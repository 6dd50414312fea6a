import type { Clock } from "@showrunner/core/clock.ts";
import type { GuardedAnswer, GuardedHttp, GuardedRequest } from "./guard/http.ts";
import type { Redactor } from "./redact.ts";
import { plainText, singleLine } from "./render.ts";

/** What was said on the wire in one try, for the delivery log. Holds no secret. */
export interface Exchange {
  status: number;
  tookMs: number;
  requestHeaders: Readonly<Record<string, string>>;
  responseHeaders: Readonly<Record<string, string>>;
  /** The first 1 KiB of the answer. */
  answer: string;
}

const maxAnswerBytes = 1024;

/** Headers that say what came of it and carry no credential. What is not listed is not kept. */
const keptHeaders: readonly string[] = [
  "cf-ray",
  "content-length",
  "content-type",
  "date",
  "retry-after",
  "server",
  "showrunner-replay",
  "user-agent",
  "via",
  "webhook-id",
  "webhook-timestamp",
  "x-ratelimit-remaining",
  "x-ratelimit-reset-after",
  "x-request-id",
];

/** Sends a request and tells, beside its answer, what to keep of the two. */
export async function exchange(
  context: { http: GuardedHttp; clock: Clock },
  request: GuardedRequest,
  redact: Redactor,
): Promise<{ answer: GuardedAnswer; exchange: Exchange }> {
  const startedMs = context.clock.now();
  const answer = await context.http.request(request);
  return {
    answer,
    exchange: {
      status: answer.status,
      tookMs: context.clock.now() - startedMs,
      requestHeaders: kept(request.headers ?? {}, redact),
      responseHeaders: kept(answer.headers, redact),
      answer: excerpt(answer.body, redact),
    },
  };
}

function kept(headers: Readonly<Record<string, string>>, redact: Redactor): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name of keptHeaders) {
    const value = headers[name];
    if (value !== undefined) result[name] = redact(singleLine(value)).slice(0, 256);
  }
  return result;
}

/**
 * Receivers echo what they were sent, and some of that is secret: out with it before the cut. No control characters
 * either, and first: logs end up on terminals, and what is taken out could have hidden a secret.
 */
function excerpt(body: string, redact: Redactor): string {
  const clean = redact(plainText(body));
  const bytes = Buffer.from(clean);
  if (bytes.length <= maxAnswerBytes) return clean;
  return new TextDecoder().decode(bytes.subarray(0, maxAnswerBytes), { stream: true });
}
