/** What a form asks for, told by a JSON Schema of an object. */
export interface SchemaField {
  /** Where the value stands: `topic`, `keys.auth`. */
  path: string;
  label: string;
  description: string | undefined;
  kind: "text" | "long" | "number" | "flag" | "choice" | "choices" | "words";
  /** Of text: `email`, `uri`, `time`; or a kind of thing that the form is told the names of: `channel`, `list`. */
  format: string | undefined;
  isRequired: boolean;
  options: readonly string[];
  isWhole: boolean;
  min: number | undefined;
  max: number | undefined;
  pattern: string | undefined;
  initial: unknown;
}

export type FormValue = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const numberOf = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

/** `user_name` and `userName` → "User name". */
function labelOf(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function kindOf(schema: Readonly<Record<string, unknown>>): SchemaField["kind"] {
  const { type, items } = schema;
  if (schema["enum"] !== undefined) return "choice";
  if (type === "boolean") return "flag";
  if (type === "number" || type === "integer") return "number";
  if (type === "array") return isRecord(items) && items["enum"] !== undefined ? "choices" : "words";
  return (numberOf(schema["maxLength"]) ?? 0) > 500 && schema["format"] === undefined && schema["pattern"] === undefined
    ? "long"
    : "text";
}

/** The fields of an object's schema, those of objects within it among them. */
export function fieldsOf(schema: unknown, prefix = "", isNeeded = true): SchemaField[] {
  if (!isRecord(schema) || !isRecord(schema["properties"])) return [];
  const required = new Set(textsOf(schema["required"]));
  return Object.entries(schema["properties"]).flatMap(([name, given]) => {
    if (!isRecord(given)) return [];
    const path = prefix === "" ? name : `${prefix}.${name}`;
    const isRequired = isNeeded && required.has(name) && given["default"] === undefined;
    if (given["type"] === "object") return fieldsOf(given, path, isRequired);
    const kind = kindOf(given);
    const items = isRecord(given["items"]) ? given["items"] : {};
    return [
      {
        path,
        label: textOf(given["title"]) ?? labelOf(name),
        description: textOf(given["description"]),
        kind,
        format: textOf(given["input"]) ?? textOf(given["format"]),
        isRequired,
        options: textsOf(kind === "choices" ? items["enum"] : given["enum"]),
        isWhole: given["type"] === "integer",
        min: numberOf(given["minimum"]) ?? numberOf(given["minLength"]) ?? numberOf(given["minItems"]),
        max: numberOf(given["maximum"]) ?? numberOf(given["maxLength"]) ?? numberOf(given["maxItems"]),
        pattern: textOf(given["pattern"]),
        initial: given["default"],
      },
    ];
  });
}

/** The value at a path. */
export function valueAt(value: unknown, path: string): unknown {
  let at: unknown = value;
  for (const name of path.split(".")) at = isRecord(at) ? at[name] : undefined;
  return at;
}

/** A copy with another value at the path; what is empty is left out, as the schemas want it. */
export function withValueAt(value: FormValue, path: string, next: unknown): FormValue {
  const [name = "", ...rest] = path.split(".");
  const { [name]: former, ...others } = value;
  const inner = rest.length === 0 ? next : withValueAt(isRecord(former) ? former : {}, rest.join("."), next);
  const isEmpty = inner === undefined || inner === "" || (isRecord(inner) && Object.keys(inner).length === 0);
  return isEmpty ? others : { ...others, [name]: inner };
}

/** What the form begins with: the schema's defaults. */
export function initialValue(schema: unknown): FormValue {
  let value: FormValue = {};
  for (const { path, initial } of fieldsOf(schema))
    if (initial !== undefined) value = withValueAt(value, path, initial);
  return value;
}

/** What is wrong with what was filled in, by path; empty when nothing is. */
export function problemsOf(schema: unknown, value: FormValue): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const field of fieldsOf(schema)) {
    const problem = problemOf(field, valueAt(value, field.path));
    if (problem !== undefined) problems[field.path] = problem;
  }
  return problems;
}

function problemOf(field: SchemaField, value: unknown): string | undefined {
  const { kind, isRequired, min, max } = field;
  if (value === undefined || value === "" || value === null) return isRequired ? "This is needed." : undefined;
  if (kind === "number") {
    const number = numberOf(value);
    if (number === undefined || Number.isNaN(number)) return "This is a number.";
    if (field.isWhole && !Number.isInteger(number)) return "This is a whole number.";
    if (min !== undefined && number < min) return `At least ${min}.`;
    if (max !== undefined && number > max) return `At most ${max}.`;
    return undefined;
  }
  if (Array.isArray(value)) {
    if (min !== undefined && value.length < min) return min === 1 ? "Choose at least one." : `Choose at least ${min}.`;
    if (max !== undefined && value.length > max) return `At most ${max}.`;
    return undefined;
  }
  if (typeof value !== "string") return undefined;
  if (field.options.length > 0) return field.options.includes(value) ? undefined : "Choose one of the list.";
  if (max !== undefined && value.length > max) return `At most ${max} characters.`;
  if (min !== undefined && value.length < min) return `At least ${min} characters.`;
  if (field.format === "uri" && URL.parse(value) === null) return "This is a whole address, with https:// before it.";
  if (field.format === "email" && !/^\S+@\S+\.\S+$/.test(value)) return "This is an e-mail address.";
  if (field.pattern !== undefined && !new RegExp(field.pattern, "u").test(value))
    return "This is not in the shape that it must have.";
  return undefined;
}
