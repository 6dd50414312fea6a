import type { Behaviour } from "../behaviour.ts";
import { empty, type Answer } from "./answer.ts";
import { edgeLimit } from "./refusals.ts";

interface Window {
  startedAt: number;
  count: number;
}

interface Bucket {
  key: string;
  periodMs: number;
  limit: number;
}

/**
 * Trakt's rate buckets: GETs per person or, without a token, per client id and address; writes one a second per
 * person. Fixed windows, begun by the first request. Trakt: rate-limiting guide, 2026-10.
 */
export class RateLimits {
  readonly #windows = new Map<string, Window>();
  readonly #behaviour: Behaviour;

  constructor(behaviour: Behaviour) {
    this.#behaviour = behaviour;
  }

  /** Undefined when the request may pass; else the 429. */
  refuse(request: {
    method: string;
    username: string | undefined;
    clientId: string;
    address: string;
    nowMs: number;
  }): Answer | undefined {
    if (!this.#behaviour.limits) return undefined;
    const { method, username, clientId, address, nowMs } = request;
    const owner = username === undefined ? `app:${clientId}:${address}` : `person:${username}`;
    if (method !== "GET") {
      const { writePeriodMs } = this.#behaviour;
      const bucket = { key: `write:${owner}`, periodMs: writePeriodMs, limit: 1 };
      return this.#refusal("AUTHED_API_POST_LIMIT", bucket, nowMs);
    }
    const name = username === undefined ? "UNAUTHED_API_GET_LIMIT" : "AUTHED_API_GET_LIMIT";
    const { getPeriodMs, getLimit } = this.#behaviour;
    return this.#refusal(name, { key: `read:${owner}`, periodMs: getPeriodMs, limit: getLimit }, nowMs);
  }

  /** OAuth is limited by the edge, per address, in plain text and without a bucket's name (trakt-api #632). */
  refuseOAuth(request: { address: string; nowMs: number }): Answer | undefined {
    const { limits, oauthLimit, oauthPeriodMs } = this.#behaviour;
    if (!limits) return undefined;
    const { address, nowMs } = request;
    const bucket = { key: `oauth:${address}`, periodMs: oauthPeriodMs, limit: oauthLimit };
    const untilMs = this.#fullUntil(bucket, nowMs);
    return untilMs === undefined ? undefined : edgeLimit(secondsTo(untilMs, nowMs));
  }

  /** As if nothing had been asked yet. */
  clear(): void {
    this.#windows.clear();
  }

  #refusal(name: string, bucket: Bucket, nowMs: number): Answer | undefined {
    const untilMs = this.#fullUntil(bucket, nowMs);
    if (untilMs === undefined) return undefined;
    return empty(429, {
      "x-ratelimit": JSON.stringify({
        name,
        period: bucket.periodMs / 1000,
        limit: bucket.limit,
        remaining: 0,
        until: new Date(untilMs).toISOString().replace(/\.\d+Z$/, "Z"),
      }),
      "retry-after": String(secondsTo(untilMs, nowMs)),
    });
  }

  /** Counts the request; epoch ms at which there is room again when there is none. */
  #fullUntil({ key, periodMs, limit }: Bucket, nowMs: number): number | undefined {
    let window = this.#windows.get(key);
    if (window === undefined || nowMs - window.startedAt >= periodMs) {
      window = { startedAt: nowMs, count: 0 };
      this.#windows.set(key, window);
    }
    if (window.count >= limit) return window.startedAt + periodMs;
    window.count++;
    return undefined;
  }
}

function secondsTo(untilMs: number, nowMs: number): number {
  return Math.max(1, Math.ceil((untilMs - nowMs) / 1000));
}
