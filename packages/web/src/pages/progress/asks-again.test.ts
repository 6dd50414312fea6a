import { ApiProblem } from "@showrunner/client/api-problem.ts";
import { describe, expect, it } from "vitest";
import { waitOf } from "./asks-again.ts";

const problem = (code: string, retryAfterMs: number | null = null): ApiProblem =>
  new ApiProblem({ status: 503, code, detail: "not now", retryAfterMs });

describe("asking again", () => {
  it("is for answers that are not whole yet, when the server says or after a while", () => {
    expect(waitOf(problem("trakt.rate_limited", 45_000))).toBe(45_000);
    expect(waitOf(problem("view.slow"))).toBe(20_000);
  });

  it("is not for what asking again does not help", () => {
    expect(waitOf(problem("connection.needs_reconnect"))).toBeUndefined();
    expect(waitOf(new Error("no"))).toBeUndefined();
    expect(waitOf(null)).toBeUndefined();
  });
});
