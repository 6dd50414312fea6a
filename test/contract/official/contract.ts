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
  body: Schema | undefined;
  /** Of each documented success; undefined where it has no body. */
  replies: { status: number; schema: Schema | undefined }[];
}

const { TRAKT_OPENAPI: elsewhere } = process.env;
const file = elsewhere ?? new URL("openapi.json.gz", import.meta.url);

/** False where the document is not there: then nothing can be held against it. */
export const hasOfficial = existsSync(file);

let operations: { segments: string[]; method: string; official: Official }[] | undefined;

/** The official method that a request is one of: the template with the most literal segments, the first ones first. */
export function officialOf(method: string, path: string): Official | undefined {
  operations ??= load();
  const asked = segmentsOf(path);
  let best: { literal: string; official: Official } | undefined;
  for (const one of operations) {
    if (one.method !== method || one.segments.length !== asked.length) continue;
    const fits = one.segments.map((segment, at) => (segment === asked[at] ? "1" : segment.startsWith("{") ? "0" : "-"));
    const literal = fits.join("");
    if (!literal.includes("-") && (best === undefined || literal > best.literal))
      best = { literal, official: one.official };
  }
  return best?.official;
}

function load(): NonNullable<typeof operations> {
  const bytes = readFileSync(file);
  const text = String(file).endsWith(".gz") ? gunzipSync(bytes).toString("utf8") : bytes.toString("utf8");
  const { paths } = Document.parse(JSON.parse(text, repaired));
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      segments: segmentsOf(path),
      method: method.toUpperCase(),
      official: officialFrom(`${method.toUpperCase()} ${path}`, operation),
    })),
  );
}

function officialFrom(name: string, operation: Operation): Official {
  const schemaOf = (content: z.infer<typeof Content> | undefined): Schema | undefined =>
    content?.content?.["application/json"].schema;
  return {
    name,
    query: new Map(
      operation.parameters.filter((one) => one.in === "query").map((one) => [one.name, one.schema] as const),
    ),
    body: schemaOf(operation.requestBody),
    replies: Object.entries(operation.responses)
      .filter(([status]) => status.startsWith("2"))
      .map(([status, content]) => ({ status: Number(status), schema: schemaOf(content) })),
  };
}

/** The document's generator writes "null or a number" as `null` with the number's format, and null itself as text. */
function repaired(_key: string, value: unknown): unknown {
  const { data } = Broken.safeParse(value);
  if (data?.format === "float") return { ...data, type: ["number", "null"] };
  if (data?.enum?.length === 1 && data.enum[0] === "null") return { const: null };
  return value;
}

const Broken = z.looseObject({
  type: z.tuple([z.string()]).rest(z.string()),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
});

function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}
