import type * as z from "zod";

/** Where it does not fit, and how; never what was there. */
export function issuesOf(error: z.ZodError, under: readonly PropertyKey[] = []): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => problemOf(issue, under))
    .join("; ");
}

/** Of a choice, what each way of it wants. */
function problemOf(issue: z.core.$ZodIssue, under: readonly PropertyKey[] = []): string {
  const path = [...under, ...issue.path];
  const problem = issue.code === "invalid_union" && issue.errors.length > 0 ? waysOf(issue.errors) : issue.message;
  return path.length === 0 ? problem : `${path.join(".")}: ${problem}`;
}

function waysOf(errors: readonly (readonly z.core.$ZodIssue[])[]): string {
  const ways = errors.map((issues) => issues[0]).filter((first) => first !== undefined);
  return [...new Set(ways.map((first) => problemOf(first)))].join(", or ");
}
