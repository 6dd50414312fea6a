import { describe, expect, test } from "vitest";
import { maxRetryAfterMs, parseRetryAfter, problemOfAnswer } from "./verdict.ts";

const nowMs = Date.parse("2026-11-20T18:00:00Z");

function problemOf(status: number, headers: Record<string, string> = {}) {
  return problemOfAnswer({ answer: { status, headers, body: "", complete: true }, host: "hook.example.com", nowMs });
}

describe("an answer", () => {
  test.each([200, 201, 202, 204, 206, 299])("%d is success", (status) => {
    expect(problemOf(status)).toBeNull();
  });

  test.each([300, 301, 302, 304, 307, 308])("%d is refused for good: redirects are not followed", (status) => {
    expect(problemOf(status)).toMatchObject({ code: "channel.refused", retry: { kind: "never" }, status });
  });

  test.each([400, 401, 402, 403, 404, 405, 409, 413, 415, 421, 422, 426, 451, 499])(
    "%d is refused for good",
    (status) => {
      expect(problemOf(status, { "retry-after": "60" })).toMatchObject({
        code: "channel.refused",
        retry: { kind: "never" },
        status,
      });
    },
  );

  test("410 ends the channel", () => {
    expect(problemOf(410)).toMatchObject({ code: "channel.gone", retry: { kind: "never" } });
  });

  test.each([408, 425, 500, 502, 503, 504, 520, 599])("%d is tried again by the caller's own backoff", (status) => {
    expect(problemOf(status)).toMatchObject({ code: "channel.refused", retry: { kind: "default" } });
  });

  test("429 without a time is tried again by the caller's own backoff", () => {
    expect(problemOf(429)).toMatchObject({ code: "channel.rate_limited", retry: { kind: "default" } });
  });

  test.each([429, 503])("%d with Retry-After waits as long as asked for", (status) => {
    expect(problemOf(status, { "retry-after": "120" })?.retry).toEqual({ kind: "after", afterMs: 120_000 });
    expect(problemOf(status, { "retry-after": "Fri, 20 Nov 2026 18:05:00 GMT" })?.retry).toEqual({
      kind: "after",
      afterMs: 300_000,
    });
  });

  test("a Retry-After of more than ten hours is cut to ten", () => {
    for (const value of ["36001", "999999999999", "9".repeat(400), "Fri, 20 Nov 2099 18:05:00 GMT"]) {
      expect(problemOf(429, { "retry-after": value })?.retry).toEqual({ kind: "after", afterMs: maxRetryAfterMs });
    }
    expect(maxRetryAfterMs).toBe(36_000_000);
  });

  test("that came is certain: nothing of it has to be guessed", () => {
    expect(problemOf(500)?.uncertain).toBe(false);
  });
});

describe("Retry-After", () => {
  test.each([
    [undefined, null],
    ["", null],
    ["soon", null],
    ["-5", null],
    ["1.5", null],
    ["2026", 2_026_000],
    ["0", 0],
    [" 7 ", 7000],
    ["Fri, 20 Nov 2026 17:00:00 GMT", 0],
  ])("%j is %j ms", (value, afterMs) => {
    expect(parseRetryAfter(value, nowMs)).toBe(afterMs);
  });
});
