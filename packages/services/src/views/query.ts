import { Problem } from "@showrunner/core/errors.ts";
import { PersonId } from "@showrunner/trakt/contract/params.ts";
import * as z from "zod";
import { slugOf } from "./person.ts";

export const progressSorts = [
  "title",
  "activity",
  "most-completed",
  "least-completed",
  "recently-aired",
  "previously-aired",
] as const;
export type ProgressSort = (typeof progressSorts)[number];

export const showLevels = ["minimal", "normal", "full"] as const;
export type ShowLevel = (typeof showLevels)[number];

/** Whose: the account's own when left out. */
const user = z.string().trim().transform(slugOf).pipe(PersonId).optional();

/** Most titles in one question: more would not fit an address. */
const mostTitles = 100;

const title = z
  .string()
  .default("all")
  .transform((text) => [...new Set(text.split(",").map((one) => one.trim().toLowerCase()))].filter((one) => one !== ""))
  .pipe(
    z
      .array(z.string().regex(/^[\p{L}\p{N}_-]{1,200}$/u, "must be slugs or TVDB ids, separated by commas"))
      .min(1, "must name a show, or be all")
      .max(mostTitles, `must be ${mostTitles} titles at most`),
  );

export const PersonQuery = z.strictObject({ user });
export const FriendsQuery = z.strictObject({
  user,
  extended: z
    .union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")], "must be true or false")
    .default(false),
});
export const ProgressQuery = z.strictObject({
  user,
  title,
  sort: z.enum(progressSorts).default("title"),
  extended: z.enum(showLevels).default("minimal"),
});

/** What a view is asked. Throws Problem `view.invalid`, which names each place and what it takes. */
export function parseQuery<Schema extends z.ZodObject>(schema: Schema, asked: unknown): z.output<Schema> {
  const parsed = z.safeParse(schema, asked);
  if (parsed.success) return parsed.data;
  throw new Problem({
    code: "view.invalid",
    message: `it cannot be asked so: ${parsed.error.issues.map(wordsOf).join("; ")}`,
    hint: `What can be asked: ${Object.keys(schema.shape).join(", ")}.`,
  });
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `there is no ${issue.keys.join(", ")}`;
  const place = String(issue.path[0] ?? "it");
  return issue.code === "invalid_value"
    ? `${place} must be ${issue.values
        .map(String)
        .join(", ")
        .replace(/, ([^,]+)$/, " or $1")}`
    : `${place} ${issue.message}`;
}
