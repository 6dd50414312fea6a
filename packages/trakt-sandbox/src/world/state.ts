import { Problem } from "@showrunner/core/errors.ts";
import type { Catalogue } from "../catalogue.ts";
import { createLibrary, type Library } from "./library.ts";
import type { OpOf, PlayAction } from "./ops.ts";

export interface Play {
  id: number;
  movie: boolean;
  /** Of the movie or episode. */
  trakt: number;
  watchedAt: number;
  /** When it came into the history, whatever `watchedAt` says. */
  addedAt: number;
  action: PlayAction;
}

export interface Entry {
  id: number;
  rank: number;
  listedAt: number;
  notes: string | null;
}

/** A set of items, by key, in the order they came. */
export interface Shelf {
  entries: Map<string, Entry>;
  updatedAt: number;
}

export interface Watching {
  item: string;
  startedAt: number;
  expiresAt: number;
  action: PlayAction;
}

export interface PersonalList {
  id: number;
  name: string;
  slug: string;
  description: string;
  privacy: string;
  createdAt: number;
}

export interface Person {
  username: string;
  slug: string;
  name: string | null;
  uuid: string;
  trakt: number;
  timezone: string;
  vip: boolean;
  private: boolean;
  joinedAt: number;
  /** By `watchedAt`, then id; the newest last. */
  plays: Play[];
  ratings: Map<string, { rating: number; ratedAt: number }>;
  shelves: Map<string, Shelf>;
  lists: PersonalList[];
  watching: Watching | null;
  playback: Map<string, { id: number; progress: number; pausedAt: number }>;
  /** When the progress of a show was last reset. */
  resets: Map<number, number>;
  /** `episodes.watched_at` → epoch ms; what never moved is not in it. */
  activities: Map<string, number>;
  lastActivity: number;
}

export interface Device {
  deviceCode: string;
  userCode: string;
  client: string;
  expiresAt: number;
  answer: { kind: "waiting" } | { kind: "approved"; who: string } | { kind: "denied" } | { kind: "used" };
}

export interface Grant {
  who: string;
  client: string | null;
  access: string;
  refresh: string;
  expiresAt: number;
}

export type Write = Omit<OpOf<"write.received">, "kind">;

/** All that is true in the sandbox's Trakt; plain data, changed by `apply` alone. */
export interface State {
  seed: number;
  /** Grows with each op: what ids and tokens are made from. */
  serial: number;
  library: Library;
  people: Map<string, Person>;
  usernamesBySlug: Map<string, string>;
  nextPlayId: number;
  nextId: number;
  devices: Map<string, Device>;
  accessTokens: Map<string, Grant>;
  refreshTokens: Map<string, Grant>;
  notes: Map<string, string>;
  writes: Write[];
}

/** History ids are beyond 32 bits, as Trakt's are (12297139948 in May 2026). */
const firstPlayId = 12_300_000_000;
/** Ids of made-up things; the catalogue's own made-up ids are below it. */
const firstId = 910_000_000;

export function createState(catalogue: Catalogue): State {
  return {
    seed: 1,
    serial: 0,
    library: createLibrary(catalogue),
    people: new Map(),
    usernamesBySlug: new Map(),
    nextPlayId: firstPlayId,
    nextId: firstId,
    devices: new Map(),
    accessTokens: new Map(),
    refreshTokens: new Map(),
    notes: new Map(),
    writes: [],
  };
}

/** Throws Problem `sandbox.no_such_person`. */
export function personOf(state: State, username: string): Person {
  const person = state.people.get(username);
  if (person === undefined) {
    throw new Problem({
      code: "sandbox.no_such_person",
      message: `nobody in the sandbox is called ${username}`,
      hint: "Add the person first: world.addPerson({ username }).",
    });
  }
  return person;
}
