import { isRecord } from "./rule-value.ts";

/** One thing to fill in of a recipe. */
export interface RecipeInput {
  name: string;
  kind:
    | "text"
    | "number"
    | "switch"
    | "choice"
    | "texts"
    | "choices"
    | "duration"
    | "time"
    | "channel"
    | "list"
    | "hook";
  title: string;
  hint: string | undefined;
  isRequired: boolean;
  isWhole: boolean;
  options: readonly string[];
  minimum: number | undefined;
  maximum: number | undefined;
  fallback: unknown;
}

export type RecipeValues = Readonly<Record<string, unknown>>;

const special = ["duration", "time", "channel", "list", "hook"] as const;

/** What a recipe's JSON Schema asks for, in its order; the name of the rule last, since it has one. */
export function inputsOf(schema: unknown): RecipeInput[] {
  if (!isRecord(schema) || !isRecord(schema["properties"])) return [];
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const inputs = Object.entries(schema["properties"]).flatMap(([name, given]): RecipeInput[] => {
    if (!isRecord(given)) return [];
    const items = isRecord(given["items"]) ? given["items"] : {};
    return [
      {
        name,
        kind: kindOf(given, items),
        title: typeof given["title"] === "string" ? given["title"] : name,
        hint: typeof given["description"] === "string" ? given["description"] : undefined,
        isRequired: required.includes(name),
        isWhole: given["type"] === "integer",
        options: texts(given["enum"] ?? items["enum"]),
        minimum: numberIn(given["minimum"]),
        maximum: numberIn(given["maximum"]),
        fallback: given["default"],
      },
    ];
  });
  return [...inputs.filter(({ name }) => name !== "name"), ...inputs.filter(({ name }) => name === "name")];
}

function kindOf(
  given: Readonly<Record<string, unknown>>,
  items: Readonly<Record<string, unknown>>,
): RecipeInput["kind"] {
  const asked = special.find((one) => one === given["input"]);
  if (asked !== undefined) return asked;
  if (given["type"] === "array") return items["enum"] === undefined ? "texts" : "choices";
  if (given["enum"] !== undefined) return "choice";
  if (given["type"] === "boolean") return "switch";
  return given["type"] === "number" || given["type"] === "integer" ? "number" : "text";
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
const numberIn = (value: unknown): number | undefined =>
  typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;

/** What stands in the form when nobody has typed yet. */
export function beginning(inputs: readonly RecipeInput[]): RecipeValues {
  return Object.fromEntries(inputs.flatMap(({ name, fallback }) => (fallback === undefined ? [] : [[name, fallback]])));
}

/** What is wrong with what was filled in, by its name. */
export function wrongInputs(inputs: readonly RecipeInput[], values: RecipeValues): Record<string, string> {
  const found = inputs.flatMap((input): [string, string][] => {
    const value = values[input.name];
    const isEmpty = value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
    if (isEmpty) return input.isRequired || input.kind === "choices" ? [[input.name, "This is needed."]] : [];
    if (input.kind !== "number" || typeof value !== "number") return [];
    if (input.isWhole && !Number.isInteger(value)) return [[input.name, "It must be a whole number."]];
    if (input.minimum !== undefined && value < input.minimum)
      return [[input.name, `It must be at least ${input.minimum}.`]];
    if (input.maximum !== undefined && value > input.maximum)
      return [[input.name, `It must be at most ${input.maximum}.`]];
    return [];
  });
  return Object.fromEntries(found);
}
