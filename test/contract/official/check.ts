import { Ajv, type ValidateFunction } from "ajv";
import ajvFormats from "ajv-formats";
import * as z from "zod";
import type { Exchange } from "../recording.ts";
import { officialOf, type Schema } from "./contract.ts";

const strictly = new Ajv({ strict: false, allErrors: true });
/** Query parameters are text: `true` and `10` are what they say. */
const asText = new Ajv({ strict: false, allErrors: true, coerceTypes: "array" });
for (const ajv of [strictly, asText]) ajvFormats.default(ajv);
// Of numbers, it says nothing that JSON could show.
for (const ajv of [strictly, asText]) ajv.addFormat("float", true);

const compiled = new Map<Schema, ValidateFunction>();

function check(ajv: Ajv, schema: Schema, value: unknown): string[] {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(JSON.parse(JSON.stringify(schema), loosened));
    compiled.set(schema, validate);
  }
  validate(value);
  return [...new Set((validate.errors ?? []).map((one) => `${withoutIndexes(one.instancePath)} ${one.message ?? ""}`))];
}

/** How an exchange differs from the official contract: `GET /shows/{id} reply /ids must …`; nothing when it does not. */
export function violationsOf(exchange: Exchange): string[] {
  const official = officialOf(exchange.method, exchange.path, exchange.query);
  if (official === undefined) return [`${exchange.method} ${exchange.route} is not in it`];
  const found: string[] = [];
  for (const [name, value] of exchange.query) {
    const schema = official.query.get(name);
    if (schema === undefined) found.push(`query ${name} is not in it`);
    else for (const wrong of check(asText, parameter(name, schema), { [name]: value })) found.push(`query ${wrong}`);
  }
  if (official.body !== undefined && exchange.sent !== undefined)
    for (const wrong of check(strictly, official.body, exchange.sent)) found.push(`body ${wrong}`);
  if (exchange.status < 300) found.push(...replyViolations(exchange, official.replies));
  return found.map((one) => `${official.name} ${one}`);
}

function replyViolations(
  exchange: Exchange,
  replies: readonly { status: number; schema: Schema | undefined }[],
): string[] {
  // The contract and the servers differ on 200 and 201; a body where there should be none, or none, is another matter.
  const withBody = replies.find((one) => one.schema !== undefined);
  const { reply } = exchange;
  if (reply === undefined)
    return replies.some((one) => one.schema === undefined) ? [] : [`reply ${exchange.status} has no body`];
  if (withBody?.schema === undefined) return replies.length === 0 ? [] : ["reply has a body"];
  return check(strictly, withBody.schema, reply).map((wrong) => `reply ${wrong}`);
}

/**
 * What the document's generator could not say: an optional enum became `null`, and of variants that overlap exactly
 * one may fit. And people's ids, of which the older backend gives the slug alone.
 */
function loosened(_key: string, value: unknown): unknown {
  const { data } = Unsaid.safeParse(value);
  if (data === undefined) return value;
  const { oneOf, type, ...rest } = data;
  if (type?.length === 1 && type[0] === "null") return {};
  if (JSON.stringify(data.required) === '["trakt"]' && Object.keys(data.properties ?? {}).join() === "slug,trakt")
    return { ...data, required: [] };
  return { ...rest, ...(type === undefined ? {} : { type }), ...(oneOf === undefined ? {} : { anyOf: oneOf }) };
}

const Unsaid = z.looseObject({
  type: z.array(z.string()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

const parameters = new Map<Schema, Schema>();

/** A parameter as an object with one property, for what has no container cannot be coerced. */
function parameter(name: string, schema: Schema): Schema {
  let wrapped = parameters.get(schema);
  if (wrapped === undefined) {
    wrapped = { type: "object", properties: { [name]: schema } };
    parameters.set(schema, wrapped);
  }
  return wrapped;
}

function withoutIndexes(path: string): string {
  return path.replaceAll(/\/\d+(?=\/|$)/g, "/*");
}
