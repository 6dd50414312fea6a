import { messageOf, Problem } from "@showrunner/core/errors.ts";
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
}

const titles = {
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  421: "Misdirected Request",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
} as const;
type Status = keyof typeof titles;

const statuses: Readonly<Record<string, Status>> = {
  "request.misdirected": 421,
  "request.read_only": 405,
  "request.cross_site": 403,
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

/** What a client is told of a thrown value: of what it cannot help, only that it happened. */
export function detailsOf(error: unknown): ProblemDetails {
  const status = statusOf(error);
  const type = "about:blank" as const;
  const title = titles[status];
  if (!(error instanceof Problem) || status === 500)
    return {
      type,
      title,
      status,
      detail: "something went wrong here, and it is not the request's fault",
      code: error instanceof Problem ? error.code : "defect.unexpected",
      hint: "Showrunner's output says what; try again in a moment.",
    };
  const { code, hint } = error;
  return { type, title, status, detail: inShort(error.message), code, ...(hint === undefined ? {} : { hint }) };
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
  return verdict === "unknown" ? 404 : verdict === "invalid" ? 400 : 500;
}

export function problemAnswer(c: Context, details: ProblemDetails): Response {
  if (details.status === 405) c.header("allow", "GET, HEAD");
  return c.body(JSON.stringify(details), details.status, { "content-type": "application/problem+json" });
}

/** Tells the operator what the client is not told. */
export function logDefect(ctx: Services, c: Context, error: unknown): void {
  ctx.log({ kind: "defect", where: `${c.req.method} ${c.req.path}`, message: messageOf(error) });
}
