import { Problem } from "@showrunner/core/errors.ts";
import type { RulePlace } from "@showrunner/rules/problem.ts";

export interface ApiProblemOptions {
  /** HTTP's; 0 when nobody answered. */
  status: number;
  code: string;
  detail: string;
  hint?: string | undefined;
  /** When asking again may help; null when the server did not say. */
  retryAfterMs?: number | null;
  /** In a rule: what is wrong at which place. */
  places?: readonly RulePlace[] | undefined;
  cause?: unknown;
}

/** What the server refused, or why it could not be asked: `server.unreachable`, `server.not_showrunner`, `server.unavailable`. */
export class ApiProblem extends Problem {
  override readonly name = "ApiProblem";
  readonly status: number;
  readonly detail: string;
  readonly retryAfterMs: number | null;
  readonly places: readonly RulePlace[];

  constructor({ status, code, detail, hint, retryAfterMs = null, places = [], cause }: ApiProblemOptions) {
    super({
      code,
      message: detail,
      ...(hint === undefined ? {} : { hint }),
      ...(retryAfterMs === null ? {} : { retry: { kind: "after", afterMs: retryAfterMs } }),
      cause,
    });
    this.status = status;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
    this.places = places;
  }
}
