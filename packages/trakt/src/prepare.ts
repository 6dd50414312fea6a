import { messageOf } from "@showrunner/core/errors.ts";
import * as z from "zod";
import type { Endpoint } from "./contract/endpoint.ts";
import { TraktError } from "./errors.ts";
import { stringifyExactly } from "./exact-json.ts";
import { issuesOf } from "./issues.ts";

const WithBody = z.looseObject({ body: z.unknown() });

/** What to send for an input; throws a TraktError of kind `validation` for what the contract does not allow. */
export function prepare(endpoint: Endpoint, input: unknown): { target: string; body: string | null } {
  if (endpoint.body === undefined) return { target: targetOf(endpoint, input), body: null };
  const { body, ...params } = checked(endpoint, WithBody, input);
  const target = targetOf(endpoint, params);
  return { target, body: stringifyExactly(checked(endpoint, endpoint.body, body, ["body"])) };
}

function targetOf(endpoint: Endpoint, input: unknown): string {
  const params = checked(endpoint, endpoint.params, input);
  try {
    return endpoint.target(params);
  } catch (error) {
    throw refusedInput(endpoint, messageOf(error));
  }
}

/** The input as its schema reads it; throws as `prepare` does. */
export function checked<Schema extends z.ZodType>(
  endpoint: Endpoint,
  schema: Schema,
  input: unknown,
  under?: readonly string[],
): z.output<Schema> {
  const parsed = z.safeParse(schema, input);
  if (parsed.success) return parsed.data;
  throw refusedInput(endpoint, issuesOf(parsed.error, under));
}

function refusedInput(endpoint: Endpoint, detail: string): TraktError {
  return new TraktError({
    kind: "validation",
    status: null,
    method: endpoint.method,
    path: endpoint.path,
    message: `${endpoint.id} cannot be called so: ${detail}`,
    hint: "Nothing was sent. Change what is said there, and call again.",
    detail,
    retry: { kind: "never" },
    sent: false,
  });
}
