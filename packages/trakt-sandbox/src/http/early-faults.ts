import { unreachable } from "@showrunner/core/errors.ts";
import type { EarlyFault } from "../faults.ts";
import { cloudflarePage, empty, html, json, notFoundPage, type Answer } from "./answer.ts";
import { accountClosed, accountLimit, edgeLimit, vipOnly } from "./refusals.ts";

/** The answer that a fault gives in the place of the real one; `reset` has none: the connection just ends. */
export function earlyFault(name: EarlyFault, about: { method: string; nowMs: number }): Answer | "reset" {
  switch (name) {
    case "400":
      return empty(400);
    case "401":
      return empty(401, { "www-authenticate": 'Bearer realm="Trakt", error="invalid_token"' });
    case "401-private":
      return empty(401, { "x-private-user": "true" });
    case "403-html":
      return cloudflarePage(403, "Attention Required!");
    case "404":
      return notFoundPage();
    case "405":
      return html(405, "");
    case "409": {
      // As after a scrobble: what was kept, and until when its like is refused.
      const watchedAt = new Date(about.nowMs).toISOString();
      return json({ watched_at: watchedAt, expires_at: new Date(about.nowMs + hourMs).toISOString() }, 409);
    }
    case "412":
      return empty(412);
    case "420":
      return empty(420);
    case "420-told":
      return accountLimit(100);
    case "422":
      return empty(422);
    case "423":
      return accountClosed("locked");
    case "423-deactivated":
      return accountClosed("deactivated");
    case "426":
      return vipOnly();
    case "429":
      return empty(429, limitHeaders(about));
    case "429-json":
      return json({ error: "rate_limit_exceeded" }, 429, limitHeaders(about));
    case "429-bare":
      return cloudflarePage(429, "You are being rate limited");
    case "429-html":
      return cloudflarePage(429, "You are being rate limited", { "retry-after": "10" });
    case "429-text":
      return edgeLimit(143);
    case "429-retry-300":
      return cloudflarePage(429, "You are being rate limited", { "retry-after": "300" });
    case "500":
      return html(500, "<html><body>We're sorry, but something went wrong.</body></html>");
    case "502":
      return cloudflarePage(502, "Bad gateway");
    case "503":
      return html(503, "<html><body>Service Unavailable</body></html>", { "retry-after": "30" });
    case "504":
      return cloudflarePage(504, "Gateway time-out");
    case "520":
      return cloudflarePage(520, "Web server is returning an unknown error");
    case "521":
      return cloudflarePage(521, "Web server is down");
    case "522":
      return cloudflarePage(522, "Connection timed out");
    case "empty-200":
      return { status: 200, headers: { "content-type": "application/json; charset=utf-8" }, text: "" };
    case "html-200":
      return html(200, "<!DOCTYPE html><html><body>Trakt is down for maintenance.</body></html>");
    case "reset":
      return "reset";
    default:
      return unreachable(name);
  }
}

const hourMs = 3_600_000;

function limitHeaders({ method, nowMs }: { method: string; nowMs: number }): Record<string, string> {
  const get = method === "GET";
  const retryAfterSeconds = get ? 10 : 1;
  const until = new Date(nowMs + retryAfterSeconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
  return {
    "x-ratelimit": JSON.stringify({
      name: get ? "AUTHED_API_GET_LIMIT" : "AUTHED_API_POST_LIMIT",
      period: get ? 300 : 1,
      limit: get ? 500 : 1,
      remaining: 0,
      until,
    }),
    "retry-after": String(retryAfterSeconds),
  };
}
