import type { Behaviour } from "../behaviour.ts";
import { empty, type Answer } from "./answer.ts";

interface Window {
  startedAt: number;
  count: number;
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
      return this.#count("AUTHED_API_POST_LIMIT", `write:${owner}`, writePeriodMs, 1, nowMs);
    }
    const name = username === undefined ? "UNAUTHED_API_GET_LIMIT" : "AUTHED_API_GET_LIMIT";
    const { getPeriodMs, getLimit } = this.#behaviour;
    return this.#count(name, `read:${owner}`, getPeriodMs, getLimit, nowMs);
  }

  #count(name: string, key: string, periodMs: number, limit: number, nowMs: number): Answer | undefined {
    let window = this.#windows.get(key);
    if (window === undefined || nowMs - window.startedAt >= periodMs) {
      window = { startedAt: nowMs, count: 0 };
      this.#windows.set(key, window);
    }
    if (window.count < limit) {
      window.count++;
      return undefined;
    }
    const untilMs = window.startedAt + periodMs;
    return empty(429, {
      "x-ratelimit": JSON.stringify({
        name,
        period: periodMs / 1000,
        limit,
        remaining: 0,
        until: new Date(untilMs).toISOString().replace(/\.\d+Z$/, "Z"),
      }),
      "retry-after": String(Math.max(1, Math.ceil((untilMs - nowMs) / 1000))),
    });
  }
}
