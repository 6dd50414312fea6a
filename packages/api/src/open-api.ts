import * as z from "zod";
import { endpoints } from "./contract/all.ts";
import type { Endpoint } from "./contract/endpoint.ts";

type Schema = z.core.JSONSchema.BaseSchema;

const accesses = {
  open: "Anybody may ask.",
  read: "Needs a session, or a key with the scope `read` or `write`.",
  write: "Needs a session, or a key with the scope `write`.",
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
        session: {
          type: "apiKey",
          in: "cookie",
          name: "__Host-showrunner-session",
          description:
            "A browser that is signed in; on the loopback the cookie is `showrunner-session`. What changes something must come from a page of the place itself.",
        },
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
  places: z
    .array(
      z.object({
        path: z.string(),
        line: z.int().optional(),
        column: z.int().optional(),
        message: z.string(),
        suggestion: z.string().optional(),
      }),
    )
    .optional()
    .describe("The mistakes of a rule, each with its place: `if[0]`."),
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
        content: { [endpoint.replyType ?? "application/json"]: { schema: jsonSchema(endpoint.reply, "output") } },
      },
      default: {
        description: "What is wrong, and what to do.",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
    security:
      access === "open"
        ? []
        : access === "operator"
          ? [{ session: [] }, { operator: [] }]
          : [{ session: [] }, { key: [] }, { operator: [] }],
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

function headerParameters({ method, path, replaces }: Endpoint): object[] {
  if (method === "get" || !path.startsWith("/accounts/:account")) return [];
  const key = {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    schema: { type: "string", minLength: 1, maxLength: 255 },
    description: "The same request with the same key is done once, for a day.",
  };
  if (replaces !== true) return [key];
  return [
    key,
    {
      name: "If-Match",
      in: "header",
      required: false,
      schema: { type: "string" },
      description: "The ETag of what is to be replaced: refused with 412 when somebody changed it since.",
    },
  ];
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Schema {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, { io, target: "draft-2020-12", unrepresentable: "any" });
  return rest;
}
