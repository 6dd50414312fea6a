import { unreachable } from "@showrunner/core/errors.ts";
import type { EarlyFault } from "../faults.ts";
import { cloudflarePage, empty, html, type Answer } from "./answer.ts";

/** The answer that a fault gives in the place of the real one; `reset` has none: the connection just ends. */
export function earlyFault(name: EarlyFault, about: { method: string; nowMs: number }): Answer | "reset" {
  const { method, nowMs } = about;
  switch (name) {
    case "429": {
      const get = method === "GET";
      const retryAfterSeconds = get ? 10 : 1;
      const until = new Date(nowMs + retryAfterSeconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
      return empty(429, {
        "x-ratelimit": JSON.stringify({
          name: get ? "AUTHED_API_GET_LIMIT" : "AUTHED_API_POST_LIMIT",
          period: get ? 300 : 1,
          limit: get ? 500 : 1,
          remaining: 0,
          until,
        }),
        "retry-after": String(retryAfterSeconds),
      });
    }
    case "429-bare":
      return cloudflarePage(429, "You are being rate limited");
    case "429-retry-300":
      return cloudflarePage(429, "You are being rate limited", { "retry-after": "300" });
    case "403-html":
      return cloudflarePage(403, "Attention Required!");
    case "401":
      return empty(401, { "www-authenticate": 'Bearer realm="Trakt", error="invalid_token"' });
    case "420":
      return empty(420);
    case "423":
      return empty(423, { "x-account-locked": "true", "x-account-deactivated": "false" });
    case "426":
      return empty(426, { "x-upgrade-url": "https://trakt.tv/vip" });
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
