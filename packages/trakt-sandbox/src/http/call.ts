import type { Behaviour, Dialect } from "../behaviour.ts";
import { unreachable } from "@showrunner/core/errors.ts";
import type { World } from "../world.ts";
import type { Person, State } from "../world/state.ts";
import type { Answer } from "./answer.ts";

/** One request that came through the gate, as routes see it. */
export interface Call {
  world: World;
  /** What this request may see: late for reads while a lag is set. */
  state: State;
  /** Without any lag: what last_activities tells of. */
  live: State;
  behaviour: Behaviour;
  dialect: Dialect;
  nowMs: number;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** The parsed JSON body; `{}` where there is none. */
  body: unknown;
  /** `extended=full,episodes` as a set. */
  extended: ReadonlySet<string>;
  /** Whose token came with it. */
  viewer: Person | undefined;
}

export interface Route {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** `/sync/history/:type` */
  path: string;
  /** `optional` routes answer without a token, but its bucket and eyes are used when there is one. */
  auth: "required" | "optional";
  /** Which of Trakt's two backends answered here when it was last recorded. */
  dialect: Dialect;
  handle(call: Call): Answer;
}

/** The person whose token came with a call to a route that requires one. */
export function me(call: Call): Person {
  return call.viewer ?? unreachable(nobody());
}

function nobody(): never {
  throw new Error("a route without `auth: required` asked whose token came with the call");
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
