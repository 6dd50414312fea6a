import * as z from "zod";
import { seeded } from "./seeded.ts";

/** What can go wrong, by when it does: before any work, on the answer of work that is done, or as mere delay. */
const stages = {
  before: [
    "400",
    "401",
    "401-private",
    "403-html",
    "404",
    "405",
    "409",
    "412",
    "420",
    "420-told",
    "422",
    "423",
    "423-deactivated",
    "426",
    "429",
    "429-json",
    "429-bare",
    "429-html",
    "429-text",
    "429-retry-300",
    "500",
    "502",
    "503",
    "504",
    "520",
    "521",
    "522",
    "reset",
    "empty-200",
    "html-200",
  ],
  after: ["lost-answer", "cut-page", "short-count", "truncated-body"],
  delay: ["slow"],
} as const;

export type FaultStage = keyof typeof stages;

export const FaultName = z.enum([...stages.before, ...stages.after, ...stages.delay]);
export type FaultName = z.infer<typeof FaultName>;
export type EarlyFault = (typeof stages.before)[number];

export interface FaultMatch {
  method?: string | undefined;
  /** Text: a path, a route's template, or the start of one up to a slash. RegExp: tested on the path. */
  route?: RegExp | string | undefined;
  username?: string | undefined;
}

export interface FaultSpec {
  name: FaultName;
  match?: FaultMatch | undefined;
  /** How often it strikes before it is gone; for good when absent. */
  times?: number | undefined;
  /** The part of the matching requests that it strikes, 0 to 1; every one when absent. */
  share?: number | undefined;
  /** Of `slow`, on the sandbox's clock. */
  delayMs?: number | undefined;
}

/** A request as faults see it. */
export interface Struck {
  method: string;
  path: string;
  /** `/sync/history/:type` */
  route: string;
  username: string | undefined;
}

export interface Faults {
  /** Returns the fault's id. */
  inject(spec: FaultSpec): string;
  /** Returns whether there was one of that id. */
  remove(id: string): boolean;
  clear(): void;
  /** How often each fault struck. */
  struck(): Readonly<Record<string, number>>;
  active(): ActiveFault[];
}

/** A fault that waits for requests. */
export interface ActiveFault {
  id: string;
  name: FaultName;
  /** How often it will still strike; null: for good. */
  left: number | null;
  /** A `route` that is a RegExp is told as its text. */
  match?: { method?: string; route?: string; username?: string };
  share?: number;
  delayMs?: number;
}

const defaultDelayMs = 5_000;

interface Active {
  id: string;
  spec: FaultSpec;
  left: number;
}

/** The injected faults; `share` is drawn from the sandbox's own seed. */
export class FaultBoard implements Faults {
  readonly #seed: number;
  #next: () => number;
  readonly #counts = new Map<string, number>();
  #active: Active[] = [];
  #serial = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.#next = seeded(`faults:${seed}`);
  }

  /** As if none had ever been injected. */
  restart(): void {
    this.#active = [];
    this.#counts.clear();
    this.#serial = 0;
    this.#next = seeded(`faults:${this.#seed}`);
  }

  inject(spec: FaultSpec): string {
    const id = `fault-${++this.#serial}`;
    this.#active.push({ id, spec, left: spec.times ?? Number.POSITIVE_INFINITY });
    return id;
  }

  remove(id: string): boolean {
    const before = this.#active.length;
    this.#active = this.#active.filter((fault) => fault.id !== id);
    return this.#active.length < before;
  }

  clear(): void {
    this.#active = [];
  }

  struck(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  active(): ActiveFault[] {
    return this.#active.map(({ id, spec, left }) => {
      const { name, match, share, delayMs } = spec;
      const told = { id, name, left: Number.isFinite(left) ? left : null };
      const words = wordsOf(match);
      return {
        ...told,
        ...(Object.keys(words).length === 0 ? {} : { match: words }),
        ...(share === undefined ? {} : { share }),
        ...(delayMs === undefined ? {} : { delayMs }),
      };
    });
  }

  /** The fault of this stage that strikes the request, `fits` permitting; the one injected first goes first. */
  strike(
    stage: FaultStage,
    request: Struck,
    fits: (name: FaultName) => boolean = () => true,
  ): { name: FaultName; delayMs: number } | undefined {
    if (this.#active.length === 0) return undefined;
    const names: readonly FaultName[] = stages[stage];
    for (const fault of this.#active) {
      const { name, match, share } = fault.spec;
      if (!names.includes(name) || !matches(match, request) || !fits(name)) continue;
      if (share !== undefined && this.#next() >= share) continue;
      fault.left--;
      if (fault.left <= 0) this.remove(fault.id);
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
      return { name, delayMs: fault.spec.delayMs ?? defaultDelayMs };
    }
    return undefined;
  }
}

function wordsOf(match: FaultMatch | undefined): { method?: string; route?: string; username?: string } {
  const { method, route, username } = match ?? {};
  return {
    ...(method === undefined ? {} : { method }),
    ...(route === undefined ? {} : { route: typeof route === "string" ? route : route.source }),
    ...(username === undefined ? {} : { username }),
  };
}

export function isEarly(name: FaultName): name is EarlyFault {
  const early: readonly FaultName[] = stages.before;
  return early.includes(name);
}

function matches(match: FaultMatch | undefined, request: Struck): boolean {
  if (match === undefined) return true;
  const { method, route, username } = match;
  if (method !== undefined && method.toUpperCase() !== request.method) return false;
  if (username !== undefined && username !== request.username) return false;
  if (route === undefined) return true;
  if (typeof route !== "string") return route.test(request.path);
  return [request.path, request.route].some((path) => path === route || path.startsWith(`${route}/`));
}
