import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as z from "zod";

const Schema = z.record(z.string(), z.unknown());
export type Schema = z.infer<typeof Schema>;
const Content = z.object({ content: z.object({ "application/json": z.object({ schema: Schema }) }).optional() });
const Operation = z.object({
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), schema: Schema, required: z.boolean().optional() }))
    .default([]),
  requestBody: Content.optional(),
  responses: z.record(z.string(), Content),
});
type Operation = z.infer<typeof Operation>;
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) });

/** One method of the official contract. */
export interface Official {
  /** `GET /shows/{id}` */
  name: string;
  query: ReadonlyMap<string, Schema>;
  /** What must be in the query for it to be this method, and not another of the same path: `extended=min`. */
  only: ReadonlyMap<string, readonly unknown[]>;
  body: Schema | undefined;
  /** Of each documented success; undefined where it has no body. */
  replies: { status: number; schema: Schema | undefined }[];
}

const { TRAKT_OPENAPI: elsewhere } = process.env;
const file = elsewhere ?? new URL("openapi.json.gz", import.meta.url);

/** False where the document is not there: then nothing can be held against it. */
export const hasOfficial = existsSync(file);

let operations: { segments: string[]; methods: ReadonlyMap<string, Official> }[] | undefined;

/**
 * The official method that a request is one of: of the templates that fit, the one with the most literal segments. What
 * is literal in one template up to its second segment is no parameter of another: `/users/hidden` is no person.
 */
export function officialOf(
  method: string,
  path: string,
  query: Pick<ReadonlyMap<string, string>, "get">,
): Official | undefined {
  operations ??= load();
  const asked = segmentsOf(path);
  const fitting = operations
    .filter(({ segments }) => segments.length === asked.length)
    .map(({ segments, methods }) => ({
      methods,
      literal: segments.map((one, at) => (one === asked[at] ? "1" : one.startsWith("{") ? "0" : "-")).join(""),
    }))
    .filter(({ literal }) => !literal.includes("-"))
    .toSorted((a, b) => (a.literal < b.literal ? 1 : -1));
  const resource = fitting[0]?.literal.slice(0, 2);
  return fitting
    .filter(({ literal }) => literal.slice(0, 2) === resource)
    .flatMap(({ methods }) => methods.get(method) ?? [])
    .find(({ only }) => only.entries().every(([name, values]) => values.includes(query.get(name))));
}

function load(): NonNullable<typeof operations> {
  const bytes = readFileSync(file);
  const text = String(file).endsWith(".gz") ? gunzipSync(bytes).toString("utf8") : bytes.toString("utf8");
  const { paths } = Document.parse(JSON.parse(text, repaired));
  return Object.entries(paths).map(([path, methods]) => ({
    segments: segmentsOf(path),
    methods: new Map(
      Object.entries(methods).map(([method, operation]) => {
        const name = method.toUpperCase();
        return [name, officialFrom(`${name} ${path}`, operation)] as const;
      }),
    ),
  }));
}

function officialFrom(name: string, operation: Operation): Official {
  const schemaOf = (content: z.infer<typeof Content> | undefined): Schema | undefined => {
    const schema = content?.content?.["application/json"].schema;
    // It says nothing of answers without a body, but by an empty schema.
    return schema === undefined || Object.keys(schema).length === 0 ? undefined : schema;
  };
  return {
    name,
    query: new Map(
      operation.parameters.filter((one) => one.in === "query").map((one) => [one.name, one.schema] as const),
    ),
    only: new Map(
      operation.parameters
        .filter((one) => one.in === "query" && one.required === true)
        .map((one) => [one.name, z.array(z.unknown()).catch([]).parse(one.schema.enum)] as const)
        .filter(([, values]) => values.length > 0),
    ),
    body: schemaOf(operation.requestBody),
    replies: Object.entries(operation.responses)
      .filter(([status]) => status.startsWith("2"))
      .map(([status, content]) => ({ status: Number(status), schema: schemaOf(content) })),
  };
}

/** The document's generator writes "null or a number" as `null` with the number's format, 64-bit ids as numbers, and null itself as text. */
function repaired(_key: string, value: unknown): unknown {
  const { data } = Broken.safeParse(value);
  if (data?.format === "float" && data.type !== "number") return { ...data, type: ["number", "null"] };
  if (data?.format === "int64") return { ...data, type: "integer", minimum: 0, maximum: 2 ** 40 };
  if (data?.enum?.length === 1 && data.enum[0] === "null") return { const: null };
  return value;
}

const Broken = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
});

function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}
