import { Problem } from "@showrunner/core/errors.ts";
import * as z from "zod";
import { parseRule } from "./parse.ts";
import { type RuleDefinition, ruleLimits } from "./rule.ts";

/** A rule, or a few that belong together, that somebody can start from by filling in a form. */
export interface Recipe {
  /** Stable: links name it. */
  id: string;
  title: string;
  /** What it does, and what it cannot. */
  description: string;
  /** What can be filled in: each with a title, a meaning and, but for few, a default. */
  inputs: z.ZodObject;
  /**
   * The rules, as one could have written them. Throws Problem `recipe.invalid`, which names each input that is not right.
   */
  make(given: unknown): RuleDefinition[];
}

/** What must be filled in: it has no default. */
export function requiredInputs(recipe: Recipe): readonly string[] {
  return inputSchema(recipe).required ?? [];
}

interface Given<Inputs extends z.ZodObject> {
  id: string;
  title: string;
  description: string;
  inputs: Inputs;
  /** `name` is that of the first rule: what people call this use of the recipe. */
  rules(values: z.output<Inputs>, name: string): RuleDefinition[];
}

const RuleName = z
  .string()
  .trim()
  .min(1)
  // Room for what tells a second rule from the first.
  .max(ruleLimits.nameLength - 40)
  .optional()
  .meta({ title: "Name", description: "What the rule is called; as the recipe is unless said otherwise." });

/** Writes down a recipe. */
export function defineRecipe<Inputs extends z.ZodObject>(given: Given<Inputs>): Recipe {
  const { id, title, description } = given;
  const Beside = z.looseObject({ name: RuleName });
  return {
    id,
    title,
    description,
    inputs: given.inputs.extend({ name: RuleName }),
    make: (asked) => {
      const beside = checked(id, Beside.safeParse(asked ?? {}));
      const { name = title, ...rest } = beside;
      const values = checked(id, given.inputs.safeParse(rest));
      // What is made is held to what anybody may write: a text that was filled in could be anything.
      return given.rules(values, name).map((rule) => parseRule(rule));
    },
  };
}

function checked<T>(id: string, result: z.ZodSafeParseResult<T>): T {
  if (result.success) return result.data;
  const places = result.error.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
  throw new Problem({
    code: "recipe.invalid",
    message: `the recipe ${id} cannot be filled in so: ${places.join("; ")}`,
    hint: "What can be filled in is shown by `showrunner recipes show ID`.",
  });
}

/** What can be filled in, as JSON Schema (draft 2020-12): forms are made of it. */
export function inputSchema(recipe: Recipe): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(recipe.inputs, { io: "input", target: "draft-2020-12" });
}

/** A text as a literal of CEL, whatever is in it. */
export const celText = (text: string): string => JSON.stringify(text);

/** `show.network in ["HBO", "BBC One"]`; nothing to ask when the list is empty. */
export function isOneOf(word: string, texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : [`${word} in [${texts.map(celText).join(", ")}]`];
}

const texts = (title: string, description: string) =>
  z.array(z.string().trim().min(1).max(60)).max(30).default([]).meta({ title, description });

/** Inputs that several recipes have. */
export const input = {
  texts,
  channel: z
    .string()
    .trim()
    .min(1)
    .max(ruleLimits.targetLength)
    .default("inbox")
    .meta({ title: "Tell me by", description: "The name of one of your channels.", input: "channel" }),
  list: (name: string) =>
    z
      .string()
      .trim()
      .min(1)
      .max(ruleLimits.targetLength)
      .default(name)
      .meta({ title: "List", description: "The name of a personal list; made if missing.", input: "list" }),
  toggle: (title: string, value: boolean, description = "") =>
    z
      .boolean()
      .default(value)
      .meta({ title, ...(description === "" ? {} : { description }) }),
} as const;

/** Where Trakt shows the episode that an event is about. */
export const episodeUrl =
  "https://trakt.tv/shows/{{ show.ids.slug | default: show.ids.trakt }}/seasons/{{ episode.season }}/episodes/{{ episode.number }}";
export const showUrl = "https://trakt.tv/shows/{{ show.ids.slug | default: show.ids.trakt }}";
export const movieUrl = "https://trakt.tv/movies/{{ movie.ids.slug | default: movie.ids.trakt }}";
