import * as z from "zod";
import type { Endpoint } from "./contract/endpoint.ts";

/** What is told where a name in a path is nobody's; a recipe's and an id's are told by the part that they are of. */
const unknownBy: Readonly<Record<string, string>> = {
  account: "account.unknown",
  approval: "approval.unknown",
  channel: "channel.unknown",
  delivery: "delivery.unknown",
  event: "event.unknown",
  feed: "feed.unknown",
  hook: "hook.unknown",
  invite: "invite.unknown",
  key: "key.unknown",
  rule: "rule.unknown",
  run: "run.unknown",
  session: "session.unknown",
  show: "media.unknown",
};

/** What only some can meet with. */
const special: Readonly<Record<string, readonly string[]>> = {
  "home.live": ["live.polls", "live.too_many"],
  "rules.save": ["rule.invalid", "rule.exists", "rule.too_many", "rule.changed_meanwhile"],
  "settings.save": ["settings.invalid", "channel.unknown"],
  "approvals.decide": ["approval.decided"],
  "operator.dead": ["dead_letters.elsewhere"],
  "operator.retry_dead": ["dead_letters.elsewhere"],
};

/** The codes that an endpoint's refusals have, those of its kind and its own. */
export function problemsOf(endpoint: Endpoint): string[] {
  const { id, path, method, access, query, body, replaces, showsSecret } = endpoint;
  const params = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? "");
  const isOfAccount = params[0] === "account";
  const isWrite = method !== "get";
  const takesQuery = !(query instanceof z.ZodObject) || Object.keys(query.shape).length > 0;
  const codes = [
    ...(access === "open" ? [] : ["request.unauthorized", "key.refused", "request.forbidden"]),
    ...params.flatMap((name) => unknownBy[name] ?? []),
    ...(id.startsWith("views.")
      ? ["view.invalid", "view.incomplete", "view.slow", "trakt.paused", "connection.needs_reconnect"]
      : []),
    ...(takesQuery && !id.startsWith("views.") ? ["query.invalid"] : []),
    ...(body instanceof z.ZodUndefined ? [] : ["body.invalid", "body.too_large"]),
    ...(special[id] ?? []),
    ...(replaces === true ? ["request.changed_meanwhile"] : []),
    ...(isWrite && isOfAccount ? ["idempotency.reused", "idempotency.in_progress"] : []),
    ...(isWrite && isOfAccount && showsSecret ? ["idempotency.secret"] : []),
  ];
  return [...new Set(codes)];
}
