import type { Contract } from "@showrunner/api/contract/all.ts";

/** What the API can be asked: `rules.save`. */
export type EndpointId = keyof Contract;

export type ReplyOf<Id extends EndpointId> = Contract[Id]["reply"];

/** Endpoints that answer a page with the cursor of the next one. */
export type PagedId = {
  [Id in EndpointId]: ReplyOf<Id> extends { next: string | null } ? Id : never;
}[EndpointId];

/** Has a property of that name; it may be left out where nothing of it is needed. */
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { [N in Name]?: undefined }
  : Record<string, never> extends Value
    ? { [N in Name]?: Value }
    : { [N in Name]: Value };

/** What is sent with a call: as much of path, query and body as the endpoint takes. */
export type Asked<Id extends EndpointId> = Part<"path", Contract[Id]["path"]> &
  Part<"query", Contract[Id]["query"]> &
  Part<"body", Contract[Id]["body"]> &
  CallOptions;

export interface CallOptions {
  /** The same write with the same key is done once, for a day; with one it is tried again when the answer is lost. */
  idempotencyKey?: string | undefined;
  /** The write is for this state of the thing only: its `ETag`. */
  ifMatch?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Nothing has to be said where the endpoint needs nothing. */
export type AskedArguments<Id extends EndpointId> =
  Record<string, never> extends Asked<Id> ? [asked?: Asked<Id>] : [asked: Asked<Id>];
