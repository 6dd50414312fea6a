import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { RuleProblem, type RulePlace } from "@showrunner/rules/problem.ts";
import type { Context } from "hono";
import type { Services } from "@showrunner/services/context.ts";

/** RFC 9457, with our stable `code` and what to do next. `title` is the status's own phrase, as `about:blank` wants it. */
export interface ProblemDetails {
  type: "about:blank";
  title: string;
  status: Status;
  detail: string;
  code: string;
  hint?: string;
  /** Of a rule that is not right: where, and what. */
  places?: readonly RulePlace[];
}

const titles = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  412: "Precondition Failed",
  413: "Content Too Large",
  421: "Misdirected Request",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
} as const;
type Status = keyof typeof titles;

const statuses: Readonly<Record<string, Status>> = {
  "request.misdirected": 421,
  "request.read_only": 405,
  "request.method": 405,
  "request.cross_site": 403,
  "request.unauthorized": 401,
  "request.key_missing": 401,
  "request.forbidden": 403,
  "request.too_often": 429,
  "login.not_invited": 403,
  "login.invite_over": 403,
  "login.not_listed": 403,
  "login.link_over": 410,
  "login.code_expired": 410,
  "login.code_used": 410,
  "login.code_unknown": 502,
  "invite.too_many": 409,
  "request.changed_meanwhile": 412,
  "live.polls": 404,
  "dead_letters.elsewhere": 404,
  "live.too_many": 429,
  "key.refused": 401,
  "key.too_many": 409,
  "body.too_large": 413,
  "hook.disabled": 403,
  "hook.unsigned": 401,
  "hook.too_often": 429,
  "idempotency.reused": 422,
  "idempotency.in_progress": 409,
  "idempotency.secret": 409,
  "store.cursor_invalid": 400,
  "approval.link_used": 410,
  "approval.decided": 409,
  "login.state_unknown": 400,
  "login.other_browser": 403,
  "login.expired": 410,
  "login.used": 410,
  "login.denied": 403,
  "login.not_allowed": 502,
  "login.code_refused": 502,
  "login.app_refused": 502,
  "login.trakt_down": 503,
  "login.no_redirect_uri": 404,
  "account.no_uuid": 502,
  "person.private": 403,
  "connection.needs_reconnect": 409,
  "connection.renewal_waits": 503,
  "view.incomplete": 503,
  "view.slow": 503,
  "trakt.rate_limited": 503,
  "trakt.paused": 503,
};

/** What a client is told of a thrown value: of what it cannot help, only that it happened, unless `tellsDefects`. */
export function detailsOf(error: unknown, tellsDefects = false): ProblemDetails {
  const status = statusOf(error);
  const type = "about:blank" as const;
  const title = titles[status];
  if (tellsDefects && !(error instanceof Problem))
    return { type, title, status, detail: messageOf(error), code: "defect" };
  if (!(error instanceof Problem) || (status === 500 && !tellsDefects))
    return {
      type,
      title,
      status,
      detail: "something went wrong here, and it is not the request's fault",
      code: error instanceof Problem ? error.code : "defect.unexpected",
      hint: "Showrunner's output says what; try again in a moment.",
    };
  const { code, hint } = error;
  return {
    type,
    title,
    status,
    detail: inShort(error.message),
    code,
    ...(hint === undefined ? {} : { hint }),
    ...(error instanceof RuleProblem ? { places: error.places } : {}),
  };
}

/** What was asked is in the answer, but not all of it when it is absurdly long. */
const inShort = (text: string): string => (text.length > 1000 ? `${text.slice(0, 1000)}…` : text);

function statusOf(error: unknown): Status {
  if (!(error instanceof Problem)) return 500;
  const [subject, verdict] = error.code.split(".");
  const status = statuses[error.code];
  if (status !== undefined) return status;
  // What Trakt refused or left unanswered, though nothing is wrong here.
  if (subject === "trakt") return 502;
  if (subject === undefined || ours.has(subject)) return 500;
  if (verdict === "exists" || verdict === "changed_meanwhile") return 409;
  // What is left was refused on purpose, and says why.
  return verdict === "unknown" ? 404 : verdict === "invalid" ? 400 : 422;
}

/** What no request is to blame for: the place itself is not well. */
const ours: ReadonlySet<string> = new Set([
  "defect",
  "store",
  "queue",
  "vault",
  "keyfile",
  "database",
  "environment",
  "env",
]);

export function problemAnswer(c: Context, details: ProblemDetails): Response {
  if (details.code === "request.read_only") c.header("allow", "GET, HEAD");
  return c.body(JSON.stringify(details), details.status, { "content-type": "application/problem+json" });
}

/** Tells the operator what the client is not told. */
export function logDefect(ctx: Services, c: Context, error: unknown): void {
  ctx.log({ kind: "defect", where: `${c.req.method} ${withoutSecrets(c.req.path)}`, message: messageOf(error) });
}

/** Tells the operator who was turned away, and by what; whose account it was about is not told. */
export function logRefusal(ctx: Services, c: Context, { code }: ProblemDetails): void {
  const path = withoutSecrets(c.req.path).replace(/^(\/api\/v1\/accounts)\/[^/]+(?:\/([a-z-]+))?.*$/, "$1/…/$2");
  ctx.log({ kind: "refused", where: `${c.req.method} ${path.slice(0, 80)}`, code });
}

/** Some addresses are secrets themselves: a log names only what they are for. */
function withoutSecrets(path: string): string {
  return path.replace(/^\/(feeds|hooks|approvals|enter)\/.*$/, "/$1/…");
}
