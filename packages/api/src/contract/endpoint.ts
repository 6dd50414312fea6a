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
> {
  /** Stable, as a client calls it: `rules.save`. */
  id: string;
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
  /** The reply holds something that is shown this once: it is not kept for a repeated request. */
  showsSecret: boolean;
}

/** Takes nothing. */
export const nothing = z.undefined();
export type Nothing = typeof nothing;
const noQuery = z.strictObject({});
export type NoQuery = typeof noQuery;

interface Given<Path extends string, Reply extends z.ZodType> extends Pick<
  Endpoint<Path, NoQuery, Nothing, Reply>,
  "id" | "method" | "path" | "summary" | "reply" | "description"
> {
  /** A GET is for readers and everything else for who may write, unless said otherwise. */
  access?: Access;
  /** 200 unless said otherwise. */
  status?: 200 | 201 | 202;
  showsSecret?: boolean;
}

/** Writes down an endpoint. */
export function defineEndpoint<
  Path extends string,
  Reply extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
>(given: Given<Path, Reply> & { query: Query; body: Body }): Endpoint<Path, Query, Body, Reply>;
export function defineEndpoint<Path extends string, Reply extends z.ZodType, Query extends z.ZodType>(
  given: Given<Path, Reply> & { query: Query; body?: never },
): Endpoint<Path, Query, Nothing, Reply>;
export function defineEndpoint<Path extends string, Reply extends z.ZodType, Body extends z.ZodType>(
  given: Given<Path, Reply> & { query?: never; body: Body },
): Endpoint<Path, NoQuery, Body, Reply>;
export function defineEndpoint<Path extends string, Reply extends z.ZodType>(
  given: Given<Path, Reply> & { query?: never; body?: never },
): Endpoint<Path, NoQuery, Nothing, Reply>;
export function defineEndpoint(given: Given<string, z.ZodType> & { query?: z.ZodType; body?: z.ZodType }): Endpoint {
  return {
    ...given,
    access: given.access ?? (given.method === "get" ? "read" : "write"),
    query: given.query ?? noQuery,
    body: given.body ?? nothing,
    status: given.status ?? 200,
    showsSecret: given.showsSecret ?? false,
  };
}
