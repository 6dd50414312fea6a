import { empty, type Answer } from "./answer.ts";

const upgradeUrl = "https://trakt.tv/vip";

/** The account is not to be used. Trakt: status codes guide, 2026-05. */
export function accountClosed(standing: "locked" | "deactivated"): Answer {
  return empty(423, {
    "x-account-locked": String(standing === "locked"),
    "x-account-deactivated": String(standing === "deactivated"),
  });
}

/** Something that only VIP members have. */
export const vipOnly = (): Answer => empty(426, { "x-upgrade-url": upgradeUrl });

/** An account that is full, told as older accounts were told; as of 2026 it may be bare. */
export function accountLimit(most: number): Answer {
  return empty(420, { "x-upgrade-url": upgradeUrl, "x-vip-user": "false", "x-account-limit": String(most) });
}

/** What the edge says before OAuth, which has no buckets of Trakt's own (trakt-api #632). */
export function edgeLimit(retryAfterSeconds: number): Answer {
  const headers = { "content-type": "text/plain; charset=UTF-8", "retry-after": String(retryAfterSeconds) };
  return { status: 429, headers: { ...headers, server: "cloudflare" }, text: "error code: 1015" };
}
