import { hash } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import type { Context } from "hono";

/** The name of what was answered, by its content: the same text has the same. RFC 9110, 8.8.3. */
export function etagOf(text: string): string {
  return `"${hash("sha256", text, "base64url").slice(0, 27)}"`;
}

/**
 * Names an answer, so that who has it already is spared it. It is a person's own: browsers may keep it, and ask each time
 * whether it still holds. Undefined when they have it: then 304 is the answer.
 */
export function spared(c: Context, text: string): boolean {
  const etag = etagOf(text);
  c.header("etag", etag);
  c.header("cache-control", "private, no-cache");
  c.header("vary", "authorization, cookie");
  return names(c.req.header("if-none-match")).some((one) => one === "*" || one.replace(/^W\//, "") === etag);
}

const names = (header: string | undefined): string[] => (header ?? "").split(",").map((one) => one.trim());

/**
 * What a write checks before it replaces something: that it is still what whoever asks has seen. `current` is what its GET
 * would answer now; undefined when there is nothing. Without `If-Match` it replaces whatever is there. RFC 9110, 13.1.1.
 */
export type Unchanged = (current: unknown) => void;

/** Throws Problem `request.changed_meanwhile` when the request's `If-Match` names something else. */
export function ifMatch(c: Context): Unchanged {
  const header = c.req.header("if-match");
  return (current) => {
    if (header === undefined) return;
    const etag = current === undefined ? undefined : etagOf(JSON.stringify(current));
    if (etag !== undefined && names(header).some((one) => one === "*" || one === etag)) return;
    throw new Problem({
      code: "request.changed_meanwhile",
      message: current === undefined ? "what is to be replaced is not there" : "somebody else has changed it meanwhile",
      hint: "Look at it again, then repeat your change with its new ETag.",
    });
  };
}
