import { html } from "hono/html";
import * as z from "zod";

/** Markup in which every value was escaped. */
export type Html = ReturnType<typeof html>;

/** As much of JSON Schema as our own schemas use. */
export interface Schema {
  type?: string | string[] | undefined;
  description?: string | undefined;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  items?: Schema | boolean | undefined;
  anyOf?: Schema[] | undefined;
  oneOf?: Schema[] | undefined;
  additionalProperties?: Schema | boolean | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  default?: unknown;
  format?: string | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  $ref?: string | undefined;
}

export const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    description: z.string().optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    items: z.union([Schema, z.boolean()]).optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
    additionalProperties: z.union([Schema, z.boolean()]).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    default: z.unknown().optional(),
    format: z.string().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    $ref: z.string().optional(),
  }),
);

/** What is deeper is told by its type alone. */
const deepest = 6;

/** A schema as a list that people read: each field with its type, and what is in it below. */
export function schemaList(schema: Schema, depth = 0): Html | string {
  const { properties, variants, inner } = partsOf(schema);
  if (depth >= deepest) return "";
  if (properties !== undefined) {
    const rows = Object.entries(properties);
    if (rows.length === 0) return "";
    return html`<ul class="fields">
      ${rows.map(([name, field]) => fieldRow(name, field, schema.required?.includes(name) ?? false, depth))}
    </ul>`;
  }
  if (inner !== undefined) return schemaList(inner, depth);
  if (variants.length < 2) return variants.map((one) => schemaList(one, depth))[0] ?? "";
  const shown = variants.filter((one) => hasParts(one));
  return shown.length === 0
    ? ""
    : html`<ul class="fields">
        ${shown.map(
          (one, at) =>
            html`<li>
              <span class="soft">${at === 0 ? "either" : "or"}</span> ${typeWords(one)}${schemaList(one, depth + 1)}
            </li>`,
        )}
      </ul>`;
}

/** A field, or a parameter: its name, type and words, and what is in it. */
export function fieldRow(name: string, field: Schema, isRequired: boolean, depth = 0): Html {
  return html`<li>
    <code>${name}</code>${isRequired ? "" : html`<span class="soft" title="may be left out">?</span>`}
    <span class="type">${typeWords(field)}</span>
    ${field.description === undefined ? "" : html`<span class="soft">${prose(field.description)}</span>`}
    ${schemaList(field, depth + 1)}
  </li>`;
}

function hasParts(schema: Schema): boolean {
  const { properties, inner, variants } = partsOf(schema);
  return properties !== undefined || (inner !== undefined && hasParts(inner)) || variants.some(hasParts);
}

function partsOf(schema: Schema): { properties?: Record<string, Schema>; inner?: Schema; variants: Schema[] } {
  const variants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(({ type }) => type !== "null");
  const { properties, items, additionalProperties: more } = schema;
  if (properties !== undefined) return { properties, variants };
  if (typeof items === "object") return { inner: items, variants };
  return typeof more === "object" ? { inner: more, variants } : { variants };
}

/** `string`, `list of objects`, `"yes" or "no"`, `number or null`. */
export function typeWords(schema: Schema): string {
  const { type, items, format, additionalProperties: more } = schema;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return orWords(schema.enum.map((one) => JSON.stringify(one)));
  const variants = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (variants.length > 0) return orWords([...new Set(variants.map(typeWords))]);
  if (Array.isArray(type)) return orWords(type);
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
  if (type === "array") return `list of ${typeof items === "object" ? typeWords(items) : "anything"}`;
  if (type === "object" && typeof more === "object" && schema.properties === undefined)
    return `object of ${typeWords(more)} by name`;
  if (type === undefined) return "anything";
  const notes = [format, rangeWords(schema), defaultWords(schema)].filter((one) => one !== undefined);
  return notes.length === 0 ? type : `${type} (${notes.join(", ")})`;
}

/** The greatest whole number that JSON carries safely is no limit of ours. */
const isLimit = (value: number | undefined): value is number =>
  value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;

function rangeWords({ minimum, maximum, minLength, maxLength }: Schema): string | undefined {
  const [least, most] = [minimum ?? minLength, maximum ?? maxLength];
  const unit = minLength === undefined && maxLength === undefined ? "" : " characters";
  if (isLimit(least) && isLimit(most)) return `${least} to ${most}${unit}`;
  if (isLimit(most)) return `at most ${most}${unit}`;
  return isLimit(least) ? `at least ${least}${unit}` : undefined;
}

function defaultWords(schema: Schema): string | undefined {
  return schema.default === undefined ? undefined : `${JSON.stringify(schema.default)} when left out`;
}

function orWords(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "anything") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

/** Words with their code in backticks, as Markdown has it. */
export function prose(text: string): (Html | string)[] {
  return text.split("`").map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part));
}
