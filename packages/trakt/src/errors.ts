import { Problem, type Retry } from "@showrunner/core/errors.ts";

/** What went wrong, as a program needs it: decided by the status first, by headers and body after. */
export type TraktErrorKind =
  /** 401: the token is not accepted; it is not to be used again. */
  | "unauthorized"
  /** The refresh token or code is not accepted, for good. */
  | "invalid_grant"
  /** 403: the app or the person may not do this. */
  | "forbidden"
  /** 403 by Cloudflare before Trakt: this address or User-Agent is turned away. */
  | "edge_blocked"
  /** What was to be changed is another person's, or the person is barred from changing such things. */
  | "not_yours"
  /** The other person's profile is private. */
  | "private"
  | "not_found"
  /** The list has fewer pages than the one asked for. */
  | "past_end"
  /** A list was read to its end, and that was not proven to be everything. */
  | "incomplete"
  /** 409: it is there already, or something is in its way until `expiresAt`. */
  | "conflict"
  /** 400 and 422; without a status, the input was refused before anything was sent. */
  | "validation"
  /** 412: a required header is missing or wrong. */
  | "precondition"
  /** 420: the account's limit is reached. */
  | "account_limit"
  /** 423: the account is locked or deactivated. */
  | "account_locked"
  /** 426: only for VIP accounts. */
  | "vip_required"
  | "rate_limited"
  | "server"
  /** The connection failed, broke, or took too long; `sent` says whether Trakt may have acted. */
  | "no_answer"
  /** Trakt answered, with what is no such answer. */
  | "unreadable_reply"
  | "other";

/** What of an answer's headers a person or a program can act on; only what was there. */
export interface TraktErrorHeaders {
  /** Where a person can get more: X-Upgrade-URL. */
  readonly upgradeUrl?: string;
  /** X-Account-Limit. */
  readonly accountLimit?: number;
  /** X-VIP-User. */
  readonly vipUser?: boolean;
  readonly accountLocked?: boolean;
  readonly accountDeactivated?: boolean;
  /** The name in X-Ratelimit: which of Trakt's budgets is spent. */
  readonly rateLimit?: string;
}

export interface TraktErrorOptions {
  kind: TraktErrorKind;
  status: number | null;
  method: string;
  path: string;
  message: string;
  retry: Retry;
  sent: boolean;
  hint?: string | undefined;
  detail?: string | undefined;
  headers?: TraktErrorHeaders;
  expiresAt?: string | undefined;
  atEdge?: boolean;
}

/**
 * Whatever kept a call to Trakt from its result. Its code is `trakt.<kind>`. It holds nothing of the request but
 * method and path, and has no cause: what lies below may hold headers.
 */
export class TraktError extends Problem {
  override readonly name: string = "TraktError";
  readonly kind: TraktErrorKind;
  /** null when there was no answer. */
  readonly status: number | null;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Trakt's own words, short and plain; null when it gave none. */
  readonly detail: string | null;
  readonly headers: TraktErrorHeaders;
  /** Until when what is in the way stays there, where Trakt says so: a check-in, a scrobble of the same. An instant. */
  readonly expiresAt: string | null;
  /** False when the request certainly never reached Trakt: nothing can have happened there. */
  readonly sent: boolean;
  /** A limit or block of Trakt's edge, which holds for everything this address sends. */
  readonly atEdge: boolean;

  constructor(options: TraktErrorOptions) {
    super({
      code: `trakt.${options.kind}`,
      message: options.message,
      retry: options.retry,
      ...(options.hint === undefined ? {} : { hint: options.hint }),
    });
    this.kind = options.kind;
    this.status = options.status;
    this.method = options.method;
    this.path = options.path;
    this.detail = options.detail ?? null;
    this.headers = options.headers ?? {};
    this.expiresAt = options.expiresAt ?? null;
    this.sent = options.sent;
    this.atEdge = options.atEdge ?? false;
  }
}
