import { Problem } from "@showrunner/core/errors.ts";
import { PersonId } from "@showrunner/trakt/contract/params.ts";
import * as z from "zod";
import { howToName, slugOf } from "./person.ts";
import { howToNameShows } from "./titles.ts";

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
      .array(z.string().regex(/^[\p{L}\p{N}_-]{1,200}$/u, "is neither a slug nor a TVDB id"))
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

/** What to do about each that cannot be taken. */
const hints: Readonly<Record<string, string>> = {
  user: howToName,
  title: howToNameShows,
};

/** What a view is asked. Throws Problem `view.invalid`, which names each place, what it was given and what it takes. */
export function parseQuery<Schema extends z.ZodObject>(schema: Schema, asked: unknown): z.output<Schema> {
  const parsed = z.safeParse(schema, asked, { reportInput: true });
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const hint = [...new Set(issues.flatMap((issue) => hints[String(issue.path[0])] ?? []))].join(" ");
  throw new Problem({
    code: "view.invalid",
    message: issues.map(wordsOf).join("; "),
    hint: hint === "" ? `What can be asked: ${Object.keys(schema.shape).join(", ")}.` : hint,
  });
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `there is no ${issue.keys.map(shown).join(", ")}`;
  const place = String(issue.path[0] ?? "it");
  if (Array.isArray(issue.input) && issue.code !== "too_small" && issue.code !== "too_big")
    return `${place} is given more than once`;
  const given = typeof issue.input === "string" ? `${place} ${shown(issue.input)}` : place;
  return issue.code === "invalid_value"
    ? `${given} must be ${issue.values
        .map(String)
        .join(", ")
        .replace(/, ([^,]+)$/, " or $1")}`
    : `${given} ${issue.message}`;
}

/** What somebody gave, quoted: the beginning of it where it is absurdly long. */
function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
