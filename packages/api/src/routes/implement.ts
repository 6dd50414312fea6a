import type { Account } from "@showrunner/core/records.ts";
import type { Services } from "@showrunner/services/context.ts";
import type { Context } from "hono";
import type * as z from "zod";
import type { Endpoint, PathParams } from "../contract/endpoint.ts";
import { admit, type Who } from "../who-asks.ts";
import { accountMeant } from "./account-meant.ts";
import { onceOnly } from "./once-only.ts";
import { bodyOf, paramOf, parsed, queryOf } from "./request.ts";

/** What a handler is given, all of it checked. */
export interface Asked<Path extends string, Query, Body> {
  ctx: Services;
  who: Who;
  /** What stands in the path for a name. */
  param(name: PathParams<Path>): string;
  query: Query;
  body: Body;
  signal: AbortSignal;
}

/** An endpoint with what does it. */
export interface Implemented {
  endpoint: Endpoint;
  answer(ctx: Services, c: Context, who: Who): Promise<Response>;
}

/** An endpoint that is about no account. */
export function implement<
  Path extends string,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
>(
  endpoint: Endpoint<Path, Query, Body, Reply>,
  handle: (asked: Asked<Path, z.output<Query>, z.output<Body>>) => Promise<z.input<Reply>>,
): Implemented {
  return {
    endpoint,
    answer: async (ctx, c, who) => {
      admit(who, endpoint.access, endpoint.method);
      const { text, ...asked } = await askedOf(ctx, c, who, endpoint);
      return await answered(ctx, c, { endpoint, accountId: null, text }, () => handle(asked));
    },
  };
}

/**
 * An endpoint about the account in its path. Handlers load what they need when they are asked, so that a cold start loads
 * none of it. What a reply's schema does not name stays inside.
 */
export function implementFor<
  Path extends `/accounts/:account${string}`,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
>(
  endpoint: Endpoint<Path, Query, Body, Reply>,
  handle: (asked: Asked<Path, z.output<Query>, z.output<Body>> & { account: Account }) => Promise<z.input<Reply>>,
): Implemented {
  return {
    endpoint,
    answer: async (ctx, c, who) => {
      admit(who, endpoint.access, endpoint.method);
      const account = await accountMeant(ctx, paramOf(c, "account"), who);
      const { text, ...asked } = await askedOf(ctx, c, who, endpoint);
      return await answered(ctx, c, { endpoint, accountId: account.id, text }, () => handle({ ...asked, account }));
    },
  };
}

async function askedOf<Path extends string, Query extends z.ZodType, Body extends z.ZodType, Reply extends z.ZodType>(
  ctx: Services,
  c: Context,
  who: Who,
  endpoint: Endpoint<Path, Query, Body, Reply>,
): Promise<Asked<Path, z.output<Query>, z.output<Body>> & { text: string }> {
  const text = endpoint.method === "get" ? "" : await bodyOf(c);
  return {
    ctx,
    who,
    param: (name) => paramOf(c, name),
    query: parsed(endpoint.query, queryOf(c), "query"),
    body: parsed(endpoint.body, text, "body"),
    signal: c.req.raw.signal,
    text,
  };
}

async function answered(
  ctx: Services,
  c: Context,
  request: { endpoint: Endpoint; accountId: string | null; text: string },
  handle: () => Promise<unknown>,
): Promise<Response> {
  const { endpoint } = request;
  const reply = await onceOnly(ctx, c, request, async () => endpoint.reply.parse(await handle()));
  return c.body(JSON.stringify(reply ?? null), endpoint.status, { "content-type": "application/json" });
}
