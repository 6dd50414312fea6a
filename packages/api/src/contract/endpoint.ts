import type { LimitName } from "@showrunner/services/accounts/rate-limit.ts";
import * as z from "zod";

/**
 * Who may call: anybody; who may read the account; who may act for it; who runs the place.
 */
export type Access = "open" | "read" | "write" | "operator";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** The names in a path: `/accounts/:account/rules/:rule` has `account` and `rule`. */
export type PathParams<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | PathParams<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** One thing that the API can be asked: what it takes, what it answers, who may ask. */
export interface Endpoint<
  Path extends string = string,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
  Id extends string = string,
> {
  /** Stable, as a client calls it: `rules.save`. */
  id: Id;
  method: Method;
  /** Under `/api/v1`. What begins with `/accounts/:account` is about one account, and only who may see it learns of it. */
  path: Path;
  summary: string;
  /** What there is to know before using it. */
  description?: string;
  access: Access;
  query: Query;
  body: Body;
  reply: Reply;
  status: 200 | 201 | 202;
  /** It replaces what the GET of the same thing answers, and takes that one's ETag as `If-Match`. */
  replaces?: boolean | undefined;
  /** How the reply is written; JSON of its schema unless said otherwise. */
  replyType?: "text/event-stream" | undefined;
  /** What was done, in the account's audit log: `made an API key`; null for what is not written down. */
  audit: string | null | undefined;
  /** How often it may be asked for, by its name in the settings. */
  limit?: LimitName | undefined;
  /** The reply holds something that is shown this once: it is not kept for a repeated request. */
  showsSecret: boolean;
}

/** Takes nothing. */
export const nothing = z.undefined();
export type Nothing = typeof nothing;
const noQuery = z.strictObject({});
export type NoQuery = typeof noQuery;

interface Given<Id extends string, Path extends string, Reply extends z.ZodType> extends Pick<
  Endpoint<Path, NoQuery, Nothing, Reply, Id>,
  "id" | "method" | "path" | "summary" | "reply" | "description"
> {
  /** A GET is for readers and everything else for who may write, unless said otherwise. */
  access?: Access;
  /** 200 unless said otherwise. */
  status?: 200 | 201 | 202;
  showsSecret?: boolean;
  /** Whatever changes something says it, or says null. */
  audit?: string | null;
  limit?: LimitName;
  replaces?: boolean;
  replyType?: "text/event-stream";
}

/** Writes down an endpoint. */
export function defineEndpoint<
  Id extends string,
  Path extends string,
  Reply extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
>(given: Given<Id, Path, Reply> & { query: Query; body: Body }): Endpoint<Path, Query, Body, Reply, Id>;
export function defineEndpoint<
  Id extends string,
  Path extends string,
  Reply extends z.ZodType,
  Query extends z.ZodType,
>(given: Given<Id, Path, Reply> & { query: Query; body?: never }): Endpoint<Path, Query, Nothing, Reply, Id>;
export function defineEndpoint<Id extends string, Path extends string, Reply extends z.ZodType, Body extends z.ZodType>(
  given: Given<Id, Path, Reply> & { query?: never; body: Body },
): Endpoint<Path, NoQuery, Body, Reply, Id>;
export function defineEndpoint<Id extends string, Path extends string, Reply extends z.ZodType>(
  given: Given<Id, Path, Reply> & { query?: never; body?: never },
): Endpoint<Path, NoQuery, Nothing, Reply, Id>;
export function defineEndpoint(
  given: Given<string, string, z.ZodType> & { query?: z.ZodType; body?: z.ZodType },
): Endpoint {
  return {
    ...given,
    access: given.access ?? (given.method === "get" ? "read" : "write"),
    query: given.query ?? noQuery,
    body: given.body ?? nothing,
    status: given.status ?? 200,
    showsSecret: given.showsSecret ?? false,
    audit: given.method === "get" ? (given.audit ?? null) : given.audit,
  };
}
