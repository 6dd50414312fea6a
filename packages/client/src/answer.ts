import type { RulePlace } from "@showrunner/rules/problem.ts";
import { ApiProblem } from "./api-problem.ts";

/** What is told of a place that answers, but not as Showrunner does. */
export const notShowrunner = {
  code: "server.not_showrunner",
  hint: "Check the address: it is Showrunner's own, such as https://shows.example.com, without a path.",
} as const;

/** The JSON that an answer brings. Throws ApiProblem of what went wrong. */
export async function answerOf(answer: Response, url: string, nowMs: number): Promise<unknown> {
  const { status } = answer;
  const value = jsonOf(await answer.text());
  if (answer.ok && value !== undefined) return value;
  const retryAfterMs = retryAfterOf(answer.headers.get("retry-after"), nowMs);
  const told = isRecord(value) ? value : {};
  const { code, detail } = told;
  if (!answer.ok && typeof code === "string") {
    throw new ApiProblem({
      status,
      code,
      detail: typeof detail === "string" ? detail : `the server refused: ${code}`,
      hint: typeof told["hint"] === "string" ? told["hint"] : undefined,
      places: Array.isArray(told["places"]) ? told["places"].filter(isPlace) : undefined,
      retryAfterMs,
    });
  }
  const place = originOf(url);
  if (status === 429 || status >= 500)
    throw new ApiProblem({
      status,
      code: "server.unavailable",
      detail: `${place} answers with ${status}: what stands before Showrunner cannot reach it, or it is not well`,
      hint: "Try again in a moment; if it stays so, look at the server.",
      retryAfterMs,
    });
  const to = answer.headers.get("location");
  throw new ApiProblem({
    status,
    ...notShowrunner,
    detail: `${place} does not answer as Showrunner does${to === null ? "" : `, but points to ${to}`}`,
  });
}

export function unreachable(url: string, cause: unknown): ApiProblem {
  const why = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : "";
  return new ApiProblem({
    status: 0,
    code: "server.unreachable",
    detail: `${originOf(url)} cannot be reached${why === "" ? "" : `: ${why}`}`,
    hint: "Check the address, the network, and whether Showrunner is running there.",
    cause,
  });
}

/** In a page, whose addresses have no origin, that is the server. */
const originOf = (url: string): string => URL.parse(url)?.origin ?? "the server";

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Seconds or a date. Source: RFC 9110, 10.2.3. */
function retryAfterOf(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isPlace = (value: unknown): value is RulePlace =>
  isRecord(value) && typeof value["path"] === "string" && typeof value["message"] === "string";
