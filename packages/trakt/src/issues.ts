import type * as z from "zod";

/** Where it does not fit, and how; never what was there. */
export function issuesOf(error: z.ZodError, under: readonly PropertyKey[] = []): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => {
      const path = [...under, ...issue.path];
      return path.length === 0 ? problemOf(issue) : `${path.join(".")}: ${problemOf(issue)}`;
    })
    .join("; ");
}

/** Of a choice, what each way of it wants. */
function problemOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return issue.message;
  const ways = issue.errors.map((issues) => issues[0]).filter((first) => first !== undefined);
  return [...new Set(ways.map(problemOf))].join(", or ");
}
