import { Problem } from "@showrunner/core/errors.ts";
import * as z from "zod";
import { filterNames } from "./filters.ts";
import { extendedLevels } from "./params.ts";

export type HttpMethod = "GET" | "POST" | "PUT" | "DELETE";

/** Which of Trakt's budgets a call counts against: 500 GETs in 5 minutes, or one write a second. Trakt: rate limiting guide. */
export type Bucket = "get" | "write";

/** One method of Trakt's API: how it is called, what it takes, and what it answers. */
export interface Endpoint<
  Path extends string = string,
  Params extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Reply extends z.ZodType = z.ZodType,
> {
  /** `sync.history`: the area and the method, as in the contract's modules. */
  readonly id: string;
  readonly method: HttpMethod;
  /** `:name` is filled from `params`; `:name?` may be left out, together with everything after it. */
  readonly path: Path;
  readonly auth: "none" | "optional" | "required";
  /** Path and query input; what the path does not name goes into the query. Strict: unknown keys are refused. */
  readonly params: Params;
  /** The levels that `extended` may have. */
  readonly extended: readonly string[];
  /** The parameters that are filters. */
  readonly filters: readonly string[];
  readonly body: Body;
  /** Tolerant: unknown keys pass, and null stands for an empty answer (204). */
  readonly reply: Reply;
  readonly paginated: boolean;
  /** The largest page that Trakt gives; more is clamped, not refused. */
  readonly maxLimit: number;
  /** A thing that Trakt does not know may be answered by `200 []` instead of 404. */
  readonly emptyMeansUnknown: boolean;
  /** A 401 may also say that the thing is another person's: only with `WWW-Authenticate` is it about the token. */
  readonly ownersOnly: boolean;
  /** Its success has no content that is looked at: 204, or whatever else of 2xx with an empty body. */
  readonly answersNothing: boolean;
  /** With a `type`, X-Pagination-Item-Count still counts the whole list, and so proves nothing. */
  readonly countsAllTypes: boolean;
  readonly bucket: Bucket;
  /** Where Trakt documents it. */
  readonly source: string;
  /** Path and query for validated input, as sent after the host. */
  readonly target: (params: Readonly<Record<string, unknown>>) => string;
}

interface EndpointSpec<Path, Params, Reply> {
  id: string;
  method: HttpMethod;
  path: Path;
  auth: Endpoint["auth"];
  params: Params;
  reply: Reply;
  paginated?: boolean;
  maxLimit?: number;
  emptyMeansUnknown?: boolean;
  ownersOnly?: boolean;
  countsAllTypes?: boolean;
  source: string;
}

/** Pages beyond 250 items are clamped to it. Trakt: pagination guide. */
const usualMaxLimit = 250;

/** Declares one method of the API; its path template is compiled here, once. */
export function defineEndpoint<
  Path extends string,
  Params extends z.ZodObject,
  Body extends z.ZodType,
  Reply extends z.ZodType,
>(spec: EndpointSpec<Path, Params, Reply> & { body: Body }): Endpoint<Path, Params, Body, Reply>;
export function defineEndpoint<Path extends string, Params extends z.ZodObject, Reply extends z.ZodType>(
  spec: EndpointSpec<Path, Params, Reply>,
): Endpoint<Path, Params, undefined, Reply>;
export function defineEndpoint(spec: EndpointSpec<string, z.ZodObject, z.ZodType> & { body?: z.ZodType }): Endpoint {
  return {
    id: spec.id,
    method: spec.method,
    path: spec.path,
    auth: spec.auth,
    params: spec.params,
    extended: levelsOf(spec.params),
    filters: Object.keys(spec.params.shape).filter((name) => filterNames.has(name)),
    body: spec.body,
    reply: spec.reply,
    paginated: spec.paginated ?? false,
    maxLimit: spec.maxLimit ?? usualMaxLimit,
    emptyMeansUnknown: spec.emptyMeansUnknown ?? false,
    ownersOnly: spec.ownersOnly ?? false,
    answersNothing: spec.reply instanceof z.ZodNull || spec.reply instanceof z.ZodUnknown,
    countsAllTypes: spec.countsAllTypes ?? false,
    bucket: spec.method === "GET" ? "get" : "write",
    source: spec.source,
    target: compileTarget(spec.id, spec.path, Object.keys(spec.params.shape)),
  };
}

function levelsOf(params: z.ZodObject): readonly string[] {
  const { extended } = params.shape;
  return extended === undefined ? [] : (extendedLevels.get(extended)?.levels ?? []);
}

type Segment = { literal: string } | { name: string; optional: boolean };

function compileTarget(id: string, path: string, names: readonly string[]): Endpoint["target"] {
  const segments = path.slice(1).split("/").map(readSegment);
  const inPath = new Set(segments.flatMap((one) => ("name" in one ? [one.name] : [])));
  for (const name of inPath) {
    if (!names.includes(name))
      throw new Problem({ code: "trakt.contract", message: `${id}: the path names :${name}, its params do not` });
  }
  const inQuery = names.filter((name) => !inPath.has(name));
  if (inPath.size === 0 && inQuery.length === 0) return () => path;
  return (params) => fillPath(id, segments, params) + fillQuery(inQuery, params);
}

function readSegment(text: string): Segment {
  if (!text.startsWith(":")) return { literal: text };
  const optional = text.endsWith("?");
  return { name: optional ? text.slice(1, -1) : text.slice(1), optional };
}

function fillPath(id: string, segments: readonly Segment[], params: Readonly<Record<string, unknown>>): string {
  let filled = "";
  let leftOut: string | undefined;
  for (const segment of segments) {
    if ("literal" in segment) {
      filled += `/${segment.literal}`;
      continue;
    }
    const value = params[segment.name];
    if (value === undefined && segment.optional) {
      leftOut ??= segment.name;
      continue;
    }
    if (value === undefined || leftOut !== undefined)
      throw new Problem({
        code: "trakt.validation",
        message: `${id}: ${leftOut ?? segment.name} is missing, which the path needs`,
      });
    filled += `/${encode(value)}`;
  }
  return filled;
}

function fillQuery(names: readonly string[], params: Readonly<Record<string, unknown>>): string {
  let filled = "";
  for (const name of names) {
    const value = params[name];
    if (value !== undefined) filled += `${filled === "" ? "?" : "&"}${name}=${encode(value)}`;
  }
  return filled;
}

/** Lists are comma-separated in paths and queries. Trakt: "Filters". */
function encode(value: unknown): string {
  return Array.isArray(value) ? value.map(encodeOne).join(",") : encodeOne(value);
}

function encodeOne(value: unknown): string {
  return encodeURIComponent(String(value));
}
