import type { Retry } from "@showrunner/core/errors.ts";
import type { Exchange } from "./exchange.ts";
import type { GuardedAnswer } from "./guard/http.ts";
import { ChannelProblem } from "./problem.ts";

/** A receiver may ask for this much patience; longer waits are cut to it. */
export const maxRetryAfterMs = 10 * 60 * 60 * 1000;

export interface Verdict {
  answer: GuardedAnswer;
  host: string;
  nowMs: number;
  exchange?: Exchange | undefined;
  /** What the receiver itself said was wrong, without secrets; ends the message. */
  said?: string | undefined;
  /** Its own word on when to come back, where it has a better one than the header. */
  retryAfterMs?: number | null | undefined;
}

/**
 * What an HTTP answer means: null when the message was taken (2xx), else the problem to throw. Refusals are final
 * (3xx, and 4xx but 408, 425 and 429), 410 ends the channel, everything else is worth another try.
 */
export function problemOfAnswer(verdict: Verdict): ChannelProblem | null {
  const { answer, host, exchange } = verdict;
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  const about = { status, exchange };
  const answered = `${host} answered ${status}${verdict.said === undefined ? "" : `: ${verdict.said}`}.`;
  if (status >= 300 && status < 400) {
    return new ChannelProblem({
      ...about,
      code: "channel.refused",
      message: `${host} answered ${status}: it redirects elsewhere, and redirects are not followed.`,
      hint: "Save the address that it redirects to.",
    });
  }
  if (status === 410) {
    return new ChannelProblem({
      ...about,
      code: "channel.gone",
      message: answered,
      hint: "The receiver says that it is gone for good: nothing more is sent to it.",
    });
  }
  if (status === 429) {
    return new ChannelProblem({
      ...about,
      code: "channel.rate_limited",
      message: answered,
      hint: "It takes no more messages for now; it is tried again.",
      retry: retryAfter(verdict),
    });
  }
  if (status >= 500 || status === 408 || status === 425) {
    return new ChannelProblem({
      ...about,
      code: "channel.refused",
      message: answered,
      hint: "The receiver has trouble of its own; it is tried again.",
      retry: status === 503 ? retryAfter(verdict) : { kind: "default" },
    });
  }
  return new ChannelProblem({
    ...about,
    code: "channel.refused",
    message: answered,
    hint: "The receiver does not accept the message; check the channel's settings.",
  });
}

function retryAfter({ answer, nowMs, retryAfterMs }: Verdict): Retry {
  const afterMs = retryAfterMs ?? parseRetryAfter(answer.headers["retry-after"], nowMs);
  return afterMs === null ? { kind: "default" } : { kind: "after", afterMs: Math.min(afterMs, maxRetryAfterMs) };
}

/** `Retry-After` in milliseconds from now: seconds or an HTTP date (RFC 9110, 10.2.3); null when it is neither. */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | null {
  const text = value?.trim();
  if (text === undefined || text === "") return null;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const atMs = Date.parse(text);
  return /[a-z]/i.test(text) && !Number.isNaN(atMs) ? Math.max(0, atMs - nowMs) : null;
}
