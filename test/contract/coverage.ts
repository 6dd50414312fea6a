import { routes } from "@showrunner/trakt-sandbox/routes/all.ts";
import type { Endpoint } from "@showrunner/trakt/contract/endpoint.ts";
import { contract } from "@showrunner/trakt/contract/table.ts";
import * as z from "zod";
import { documentedMethods, type DocumentedMethod } from "./documented-methods.ts";
import { examples } from "./examples/all.ts";

/** An entry of the contract, and what stands behind it. */
export interface Coverage {
  endpoint: Endpoint;
  /** Templates of the sandbox's routes that answer it. */
  routes: readonly string[];
  /** Its paths, with or without what may be left out, that no route of the sandbox answers. */
  unanswered: readonly string[];
  /** What its examples show. */
  examples: readonly string[];
}

/** The contract, entry by entry. */
export function coverage(): Coverage[] {
  return contract.map((endpoint) => {
    const ways = pathsOf(endpoint.path).map((path) => ({ path, routes: routesOf(endpoint, path) }));
    return {
      endpoint,
      routes: [...new Set(ways.flatMap((way) => way.routes))],
      unanswered: ways.filter((way) => way.routes.length === 0).map((way) => way.path),
      examples: examples.filter((one) => one.endpoint.id === endpoint.id).map((one) => one.shows),
    };
  });
}

/** Documented methods in their order, section by section. */
export function sections(newer: boolean): [name: string, methods: DocumentedMethod[]][] {
  const found = documentedMethods.filter((method) => method.newer === newer);
  return [...Map.groupBy(found, (method) => method.section)];
}

/** Entries that no documented method names. */
export function undocumentedEntries(): Endpoint[] {
  const named = new Set(documentedMethods.flatMap((method) => method.entries));
  return contract.filter((endpoint) => !named.has(endpoint.id));
}

/** `/a/:b?/:c?` is `/a`, `/a/:b` and `/a/:b/:c`. */
function pathsOf(template: string): string[] {
  const segments = template.split("/");
  const firstOptional = segments.findIndex((segment) => segment.endsWith("?"));
  const shortest = firstOptional < 0 ? segments.length : firstOptional;
  return Array.from({ length: segments.length - shortest + 1 }, (_none, more) =>
    segments
      .slice(0, shortest + more)
      .join("/")
      .replaceAll("?", ""),
  );
}

function routesOf(endpoint: Endpoint, path: string): string[] {
  const wanted = path.split("/");
  return routes
    .filter((route) => route.method === endpoint.method)
    .map((route) => route.path)
    .filter((template) => {
      const offered = template.split("/");
      return offered.length === wanted.length && wanted.every((one, at) => fits(endpoint, one, offered[at] ?? ""));
    });
}

/** What the path leaves open may be open in the route too, or be one of the values that it takes. */
function fits(endpoint: Endpoint, wanted: string, offered: string): boolean {
  if (!wanted.startsWith(":")) return wanted === offered;
  if (offered.startsWith(":")) return true;
  const schema = endpoint.params.shape[wanted.slice(1)];
  return schema !== undefined && z.safeParse(schema, offered).success;
}
