import type { Retry } from "@showrunner/core/errors.ts";
import * as z from "zod";
import { TraktError, type TraktErrorHeaders, type TraktErrorKind } from "./errors.ts";
import { retryAfterOf, spentBudgetOf } from "./rate-limit.ts";
import { countOf, headerOf, jsonOf, type HttpReply } from "./reply.ts";
import { shorten } from "./redact.ts";

/** The call that was answered, and the secrets in it, which must not come back in an error. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly secrets: readonly string[];
  /** See Endpoint. */
  readonly ownersOnly?: boolean;
}

/** 5xx: "try again in 30s". Trakt: status codes guide. */
const serverRetryMs = 30_000;
/** A block at the edge does not pass in seconds, and knocking on makes it longer. */
const edgeBlockMs = 5 * 60_000;
/** A 429 that names no time. */
const rateLimitMs = 60_000;

/** The error that an answer other than 2xx is. */
export function errorOf(reply: HttpReply, call: Call, nowMs: number): TraktError {
  const json = jsonOf(reply);
  const kind = kindOf(reply, json, call.ownersOnly ?? false);
  const detail = detailOf(json, call.secrets);
  const spent = spentBudgetOf(reply);
  const { words, hint } = told[kind];
  return new TraktError({
    kind,
    status: reply.status,
    method: call.method,
    path: call.path,
    message: `Trakt answered ${reply.status} to ${call.method} ${call.path}: ${words}${detail === undefined ? "" : ` (${detail})`}`,
    hint,
    detail,
    retry: retryOf(kind, reply, nowMs),
    sent: true,
    headers: headersOf(reply, call.secrets, spent?.name),
    expiresAt: InTheWay.safeParse(json).data?.expires_at,
    atEdge:
      kind === "edge_blocked" ||
      (kind === "rate_limited" &&
        (spent === undefined || reply.body.trimStart().startsWith("<") || isCloudflares(json))),
  });
}

/** The error of an answer that says it succeeded, and cannot be read as such. */
export function unreadableReply(call: Call, status: number, why: string): TraktError {
  const detail = shorten(why, call.secrets);
  return new TraktError({
    kind: "unreadable_reply",
    status,
    method: call.method,
    path: call.path,
    message: `Trakt's answer to ${call.method} ${call.path} is not what its contract says: ${detail}`,
    hint: told.unreadable_reply.hint,
    detail,
    retry: { kind: "default" },
    sent: true,
  });
}

/** The error of a thing that Trakt does not know, said with 200 and an empty list. */
export function unknownThing(call: Call, status: number): TraktError {
  return new TraktError({
    kind: "not_found",
    status,
    method: call.method,
    path: call.path,
    message: `Trakt knows nothing at ${call.path}`,
    hint: told.not_found.hint,
    retry: { kind: "never" },
    sent: true,
  });
}

/** The error of a page behind the last one; Trakt answers it with an empty list. */
export function pagePastEnd(call: Call, status: number, pages: { asked: number; count: number }): TraktError {
  const { asked, count } = pages;
  return new TraktError({
    kind: "past_end",
    status,
    method: call.method,
    path: call.path,
    message: `Page ${asked} of ${call.path} was asked for, and it has ${count === 1 ? "1 page" : `${count} pages`}`,
    hint: told.past_end.hint,
    retry: { kind: "never" },
    sent: true,
  });
}

/** The error of a list of which not everything came, for all that can be known. */
export function incompleteList(call: Pick<Call, "method" | "path">, reason: string): TraktError {
  return new TraktError({
    kind: "incomplete",
    status: 200,
    method: call.method,
    path: call.path,
    message: `${call.path} was read to its end, and that may not be everything: ${reason}`,
    hint: told.incomplete.hint,
    detail: reason,
    retry: { kind: "default" },
    sent: true,
  });
}

const kinds: Readonly<Record<number, TraktErrorKind>> = {
  400: "validation",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  412: "precondition",
  420: "account_limit",
  422: "validation",
  423: "account_locked",
  426: "vip_required",
  429: "rate_limited",
};

const OAuthError = z.object({ error: z.string() });

function kindOf(reply: HttpReply, json: unknown, ownersOnly: boolean): TraktErrorKind {
  const { status } = reply;
  if (status === 400 || status === 401) {
    // 400 since the auth server moved, 401 before.
    const named = OAuthError.safeParse(json);
    if (named.success && named.data.error === "invalid_grant") return "invalid_grant";
  }
  if ((status === 401 || status === 403) && headerOf(reply, "x-private-user") === "true") return "private";
  if (status === 401 && ownersOnly && headerOf(reply, "www-authenticate") === undefined) return "not_yours";
  const atEdge = isForeign(reply, json) || isCloudflares(json) || headerOf(reply, "cf-mitigated") !== undefined;
  if (status === 403 && atEdge) return "edge_blocked";
  return kinds[status] ?? (status >= 500 ? "server" : "other");
}

/** Text that is not Trakt's JSON: what Cloudflare answers with. An empty body says nothing, whatever its type. */
function isForeign(reply: HttpReply, json: unknown): boolean {
  if (json !== undefined || reply.body.trim() === "") return false;
  return headerOf(reply, "content-type")?.includes("json") !== true;
}

const CloudflareError = z.object({ cloudflare_error: z.literal(true) });

/** Who accepts JSON gets Cloudflare's own errors as JSON. Cloudflare: "JSON responses for 1xxx errors", March 2026. */
function isCloudflares(json: unknown): boolean {
  return CloudflareError.safeParse(json).success;
}

function retryOf(kind: TraktErrorKind, reply: HttpReply, nowMs: number): Retry {
  switch (kind) {
    case "rate_limited":
      return { kind: "after", afterMs: retryAfterOf(reply, nowMs) ?? rateLimitMs };
    case "server":
      return { kind: "after", afterMs: Math.max(serverRetryMs, retryAfterOf(reply, nowMs) ?? 0) };
    case "edge_blocked":
      return { kind: "after", afterMs: Math.max(edgeBlockMs, retryAfterOf(reply, nowMs) ?? 0) };
    default:
      // A redirect (never followed) or a 408 may pass; other refusals stay.
      return reply.status < 400 || reply.status === 408 ? { kind: "default" } : { kind: "never" };
  }
}

const words = z.string().min(1).optional().catch(undefined);
const Told = z.object({
  error_description: words,
  message: words,
  /** Cloudflare's. */
  detail: words,
  error: words,
});

/** What a validation found, by field: the older backend's 422. */
const Found = z.object({ errors: z.record(z.string(), z.array(z.string()).min(1)) });

/** 409 of check-ins and scrobbles. */
const InTheWay = z.object({ expires_at: z.iso.datetime({ offset: true }) });

function detailOf(json: unknown, secrets: readonly string[]): string | undefined {
  const { data } = Told.safeParse(json);
  const found = Object.entries(Found.safeParse(json).data?.errors ?? {})
    .map(([field, problems]) => `${field} ${problems.join(", ")}`)
    .join("; ");
  const until = InTheWay.safeParse(json).data?.expires_at;
  const text =
    data?.error_description ??
    data?.message ??
    data?.detail ??
    (found === "" ? undefined : found) ??
    data?.error ??
    (until === undefined ? undefined : `until ${until}`);
  return text === undefined ? undefined : shorten(text, secrets) || undefined;
}

function headersOf(reply: HttpReply, secrets: readonly string[], rateLimit: string | undefined): TraktErrorHeaders {
  const upgradeUrl = headerOf(reply, "x-upgrade-url");
  const accountLimit = countOf(reply, "x-account-limit");
  const vipUser = headerOf(reply, "x-vip-user");
  return {
    ...(upgradeUrl?.startsWith("https://") === true ? { upgradeUrl: shorten(upgradeUrl, secrets) } : {}),
    ...(accountLimit === null ? {} : { accountLimit }),
    ...(vipUser === "true" || vipUser === "false" ? { vipUser: vipUser === "true" } : {}),
    ...(headerOf(reply, "x-account-locked") === "true" ? { accountLocked: true } : {}),
    ...(headerOf(reply, "x-account-deactivated") === "true" ? { accountDeactivated: true } : {}),
    ...(rateLimit === undefined ? {} : { rateLimit: shorten(rateLimit, secrets) }),
  };
}

const told: Readonly<Record<TraktErrorKind, { words: string; hint: string }>> = {
  unauthorized: {
    words: "the access token is not accepted",
    hint: "The person must connect Trakt again, unless the token can be renewed.",
  },
  invalid_grant: {
    words: "the code or refresh token is not accepted",
    hint: "It was used before, has expired, or the person withdrew it: they must connect Trakt again.",
  },
  forbidden: {
    words: "this is not allowed",
    hint: "Check the app's client id at https://app.trakt.tv/settings/apps, and that it is approved for this.",
  },
  edge_blocked: {
    words: "Cloudflare turned the request away before Trakt saw it",
    hint: "This address is blocked for a while, or the User-Agent is refused. Nothing is sent for some minutes.",
  },
  not_yours: {
    words: "it is another person's, or the person may not do this",
    hint: "Only who made it can change it; who was banned from commenting cannot comment.",
  },
  private: { words: "the person's profile is private", hint: "They must make it public, or accept a follow request." },
  not_found: { words: "there is no such thing", hint: "Check the id or slug; Trakt may have merged or deleted it." },
  past_end: {
    words: "there is no such page",
    hint: "Ask for an earlier page, from 1 on; the list may have become shorter.",
  },
  incomplete: {
    words: "not everything came",
    hint: "The list may have changed while it was read: read it again. What is missing is not to be taken for removed.",
  },
  conflict: {
    words: "it is there already, or something else is in its way",
    hint: "Nothing need be done when it is there; a check-in under way can be cancelled, or waited for.",
  },
  validation: { words: "the request is not valid", hint: "Change what is sent: the same again is refused again." },
  precondition: {
    words: "a required header is missing or wrong",
    hint: "Something between may have removed headers: Trakt wants JSON as content type, the app's key and version 2.",
  },
  account_limit: {
    words: "the account's limit is reached",
    hint: "Make room on the list, or raise the limit with Trakt VIP. Trying again does not help.",
  },
  account_locked: {
    words: "the account is locked or deactivated",
    hint: "The person must write to Trakt's support.",
  },
  vip_required: { words: "only Trakt VIP accounts may do this", hint: "See https://trakt.tv/vip." },
  rate_limited: { words: "too many requests", hint: "It goes on by itself once the time is over." },
  server: { words: "Trakt is in trouble", hint: "It is tried again; see https://status.trakt.tv." },
  no_answer: { words: "no answer", hint: "Check the connection to Trakt; it is tried again." },
  unreadable_reply: {
    words: "unreadable",
    hint: "Trakt may have changed, or something between answered in its place.",
  },
  other: {
    words: "an answer that is not expected",
    hint: "The address of Trakt may be wrong, or its API has changed.",
  },
};
