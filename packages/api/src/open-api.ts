import * as z from "zod";
import * as Accounts from "./contract/accounts.ts";
import * as Channels from "./contract/channels.ts";
import type { Endpoint } from "./contract/endpoint.ts";
import * as Explain from "./contract/explain.ts";
import * as History from "./contract/history.ts";
import * as Household from "./contract/household.ts";
import * as Rules from "./contract/rules.ts";
import * as Trust from "./contract/trust.ts";
import * as Views from "./contract/views.ts";

/** Every endpoint of the API, in the order of its document. */
export const endpoints: readonly Endpoint[] = [
  ...Object.values(Accounts),
  ...Object.values(Rules),
  ...Object.values(Explain),
  ...Object.values(History),
  ...Object.values(Channels),
  ...Object.values(Trust),
  ...Object.values(Household),
  ...Object.values(Views),
];

type Schema = z.core.JSONSchema.BaseSchema;

const accesses = {
  open: "Anybody may ask.",
  read: "Needs a key with the scope `read` or `write`.",
  write: "Needs a key with the scope `write`.",
  operator: "For whoever runs the place.",
} as const;

/** The API's own description, derived from its contract. Source: OpenAPI 3.1.1. */
export function openApi(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, "{$1}");
    (paths[path] ??= {})[endpoint.method] = operationOf(endpoint);
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Showrunner",
      version,
      summary: "Automations for people who track what they watch on Trakt.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/api/v1" }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(Problem, "output") },
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key: `showrunner keys add NAME`." },
        operator: { type: "http", scheme: "basic", description: "The operator's password, under any name." },
      },
    },
  };
}

/** RFC 9457, as `problem-details.ts` gives it. */
const Problem = z.object({
  type: z.literal("about:blank"),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().describe("Stable: programs may match on it."),
  hint: z.string().optional().describe("What to do next."),
});

function operationOf(endpoint: Endpoint): object {
  const { id, summary, description, access, status, method } = endpoint;
  const body = jsonSchema(endpoint.body, "input");
  const takesBody = !(endpoint.body instanceof z.ZodUndefined);
  return {
    operationId: id,
    tags: [id.split(".", 1)[0]],
    summary,
    description: [description, accesses[access]].filter((part) => part !== undefined).join("\n\n"),
    parameters: [...pathParameters(endpoint), ...queryParameters(endpoint), ...headerParameters(endpoint)],
    ...(takesBody ? { requestBody: { required: true, content: { "application/json": { schema: body } } } } : {}),
    responses: {
      [status]: {
        description: method === "get" ? "What was asked for." : "Done.",
        content: { "application/json": { schema: jsonSchema(endpoint.reply, "output") } },
      },
      default: {
        description: "What is wrong, and what to do.",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
    security: access === "open" ? [] : access === "operator" ? [{ operator: [] }] : [{ key: [] }, { operator: [] }],
  };
}

function pathParameters({ path }: Endpoint): object[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
    ...(name === "account" ? { description: "`me`, an id, or a Trakt user name." } : {}),
  }));
}

function queryParameters({ query }: Endpoint): object[] {
  const { properties = {}, required = [] } = jsonSchema(query, "input");
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function headerParameters({ method, path }: Endpoint): object[] {
  if (method === "get" || !path.startsWith("/accounts/:account")) return [];
  return [
    {
      name: "Idempotency-Key",
      in: "header",
      required: false,
      schema: { type: "string", minLength: 1, maxLength: 255 },
      description: "The same request with the same key is done once, for a day.",
    },
  ];
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Schema {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, { io, target: "draft-2020-12", unrepresentable: "any" });
  return rest;
}
