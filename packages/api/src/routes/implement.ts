import type { Account } from "@showrunner/core/records.ts";
import type { Services } from "@showrunner/services/context.ts";
import type { Context } from "hono";
import type * as z from "zod";
import type { Endpoint, PathParams } from "../contract/endpoint.ts";
import { ifMatch, spared, type Unchanged } from "../etag.ts";
import { admit, type Who } from "../who-asks.ts";
import { accountMeant } from "./account-meant.ts";
import { onceOnly } from "./once-only.ts";
import { withAudit } from "./audited.ts";
import { limited } from "./limited.ts";
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
  /** To be called with what a write is about to replace. */
  unchanged: Unchanged;
  /** The request itself, where cookies are read and set. */
  c: Context;
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
      await admit(who, endpoint.access);
      const { text, ...asked } = await askedOf(ctx, c, who, endpoint);
      const accountId = "accountId" in who ? who.accountId : null;
      await limited(ctx, c, endpoint, who, accountId);
      const work = () => withAudit(ctx, { endpoint, accountId, params: [], who }, () => handle(asked));
      return await answered(ctx, c, { endpoint, accountId: null, text }, work);
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
      await admit(who, endpoint.access);
      const account = await accountMeant(ctx, paramOf(c, "account"), who);
      const { text, ...asked } = await askedOf(ctx, c, who, endpoint);
      await limited(ctx, c, endpoint, who, account.id);
      const params = Object.entries(c.req.param()).flatMap(([name, value]) => (name === "account" ? [] : [value]));
      const about = { endpoint, accountId: account.id, params, who };
      const work = () => withAudit(ctx, about, () => handle({ ...asked, account }));
      return await answered(ctx, c, { endpoint, accountId: account.id, text }, work);
    },
  };
}

async function askedOf<Path extends string, Query extends z.ZodType, Body extends z.ZodType, Reply extends z.ZodType>(
  ctx: Services,
  c: Context,
  who: Who,
  endpoint: Endpoint<Path, Query, Body, Reply>,
): Promise<Asked<Path, z.output<Query>, z.output<Body>> & { text: string }> {
  const text = endpoint.method === "get" ? "" : await bodyOf(c, who.kind === "operator");
  return {
    ctx,
    who,
    param: (name) => paramOf(c, name),
    query: parsed(endpoint.query, queryOf(c), "query"),
    body: parsed(endpoint.body, text, "body"),
    signal: c.req.raw.signal,
    unchanged: ifMatch(c),
    c,
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
  const body = JSON.stringify(reply ?? null);
  if (endpoint.method === "get" && endpoint.status === 200 && spared(c, body)) return c.body(null, 304);
  return c.body(body, endpoint.status, { "content-type": "application/json" });
}
