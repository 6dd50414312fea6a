import { expect, it } from "vitest";
import type { ProblemDetails } from "../problem-details.ts";
import { problemPage } from "./problem.ts";

const problem: ProblemDetails = {
  type: "about:blank",
  status: 403,
  title: "Forbidden",
  detail: "it failed",
  code: "a.b",
};
const pageOf = async (more: Partial<ProblemDetails>): Promise<string> =>
  String(await problemPage({ ...problem, ...more }));

it("a page of a problem says what is wrong and what to do, and leads on", async () => {
  const text = await pageOf({ hint: "Ask the operator." });
  for (const words of ["It failed.", "Ask the operator.", "403 a.b"]) expect(text).toContain(words);
  expect(text).toContain('href="/">To the dashboard</a>');
});

it("a sign-in that failed can be begun again from its page", async () => {
  expect(await pageOf({ code: "login.denied" })).toContain('href="/sign-in">Sign in again</a>');
});

it("hostile words stay text, and there is no inline script, style or handler to hide among", async () => {
  const hostile = `<img src=x onerror=alert(1)>"'<script>alert(2)</script>`;
  const text = await pageOf({ title: hostile, detail: hostile, hint: hostile, code: hostile });
  expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;");
  expect(text).not.toMatch(/<script|<style|\sstyle=|<[^>]*\son\w+=/);
});
