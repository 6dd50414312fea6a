import { Problem } from "@showrunner/core/errors.ts";
import type { Context } from "hono";
import * as z from "zod";

/** As much of a body as is read: a rule of the greatest size fits several times. */
const longestBody = 256 * 1024;
/** Of whoever runs the place: the longest file of rules fits. */
const longestOfOperator = 4 * 1024 * 1024;

/** The part of the path that stands for a name. */
export function paramOf(c: Context, name: string): string {
  const value: unknown = c.req.param(name);
  if (typeof value === "string") return value;
  throw new Error(`the path has no :${name}`);
}

/** The parameters; one that comes twice is a list. */
export function queryOf(c: Context): Readonly<Record<string, string | string[] | undefined>> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  );
}

/** The body's text, in JSON by its own word. Throws Problem `body.invalid` or `body.too_large`. */
export async function bodyOf(c: Context, isOperator: boolean): Promise<string> {
  const longest = isOperator ? longestOfOperator : longestBody;
  const told = Number(c.req.header("content-length") ?? 0);
  if (told > longest) throw tooLarge(longest);
  const text = await c.req.text();
  if (text.length > longest) throw tooLarge(longest);
  // A form of another site can be sent without asking, JSON cannot.
  if (text !== "" && !/^application\/json\b/i.test(c.req.header("content-type") ?? ""))
    throw new Problem({
      code: "body.invalid",
      message: "the body is not said to be JSON",
      hint: "Send it with `Content-Type: application/json`.",
    });
  return text;
}

function tooLarge(longest: number): Problem {
  return new Problem({
    code: "body.too_large",
    message: `the body is larger than ${longest / 1024} KiB`,
    hint: "Send less at once.",
  });
}

/** What was sent, as its schema has it; a body comes as its text. Throws Problem `query.invalid` or `body.invalid`, with each place. */
export function parsed<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  part: "query" | "body",
): z.output<Schema> {
  const value = part === "body" && typeof given === "string" ? jsonOf(given) : given;
  const result = z.safeParse(schema, value, { reportInput: true });
  if (result.success) return result.data;
  const places = result.error.issues.slice(0, 10).map((issue) => wordsOf(issue, part));
  throw new Problem({
    code: `${part}.invalid`,
    message: places.join("; "),
    hint: "What can be asked, and how, is in /api/openapi.json.",
  });
}

function wordsOf(issue: z.core.$ZodIssue, part: "query" | "body"): string {
  const place = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const there = `there is no ${issue.keys.map((key) => JSON.stringify(key.slice(0, 60))).join(", ")}`;
    return place === "" ? there : `${place}: ${there}`;
  }
  if (part === "query" && Array.isArray(issue.input)) return `${place} is given more than once`;
  return `${place === "" ? `the ${part}` : place}: ${issue.message}`;
}

function jsonOf(text: string): unknown {
  if (text === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (cause) {
    throw new Problem({
      code: "body.invalid",
      message: `the body is no JSON: ${cause instanceof Error ? cause.message : "it cannot be read"}`,
      hint: "Send one JSON value.",
      cause,
    });
  }
}
