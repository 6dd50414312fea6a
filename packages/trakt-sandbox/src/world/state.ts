import { Problem } from "@showrunner/core/errors.ts";
import type { Catalogue } from "../catalogue.ts";
import type { ClockSetting } from "../clock.ts";
import { createLibrary, type Library } from "./library.ts";
import type { OpOf, PlayAction } from "./ops.ts";
import type { Copy } from "./playing-ops.ts";
import type { Comment, Social } from "./social.ts";
import type { ListFacts } from "./social-ops.ts";

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
  /** Of the collection: when it was last changed, and what the copy is like. */
  updatedAt?: number;
  copy?: Copy;
}

/** A set of items, by key, in the order they came. */
export interface Shelf {
  entries: Map<string, Entry>;
  updatedAt: number;
  description?: string | undefined;
  /** How its owner likes it sorted. */
  sortBy?: string | undefined;
  sortHow?: string | undefined;
}

export interface Watching {
  item: string;
  startedAt: number;
  expiresAt: number;
  action: PlayAction;
  /** Of a check-in: the id of the play that it will be. */
  playId?: number;
}

export interface PersonalList extends ListFacts {
  id: number;
  slug: string;
  createdAt: number;
  /** Of what is said of it; its shelf has that of its items. */
  updatedAt: number;
  /** Who likes it, since when. */
  likes: Map<string, number>;
  /** Who may edit its items besides its owner, since when. */
  collaborators: Map<string, number>;
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
  social: Social;
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

/** What a browser brings back to the app, which changes it for tokens, once. */
export interface AuthorizationCode {
  code: string;
  who: string;
  client: string;
  redirectUri: string;
  challenge: string | null;
  expiresAt: number;
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
  /** When the check-ins under way are over, by user name. */
  checkins: Map<string, number>;
  devices: Map<string, Device>;
  accessTokens: Map<string, Grant>;
  refreshTokens: Map<string, Grant>;
  /** Those that were not used yet. */
  codes: Map<string, AuthorizationCode>;
  /** Accounts that are not open, by user name. */
  closed: Map<string, "locked" | "deactivated">;
  /** Where a clock that can be moved was put last; null: nowhere. */
  clock: ClockSetting | null;
  comments: Map<number, Comment>;
  /** Replies included, in the order they were written. */
  commentsByItem: Map<string, Set<number>>;
  /** User names by their lists' ids. */
  listOwners: Map<number, string>;
  /** What was chosen from searches: `movies:120` → query → how often. */
  searches: Map<string, Map<string, number>>;
  /** How the sandbox's people rate things: `movie:120` → 1 to 10 → how many. */
  votes: Map<string, Map<number, number>>;
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
    checkins: new Map(),
    devices: new Map(),
    accessTokens: new Map(),
    refreshTokens: new Map(),
    codes: new Map(),
    closed: new Map(),
    clock: null,
    comments: new Map(),
    commentsByItem: new Map(),
    listOwners: new Map(),
    searches: new Map(),
    votes: new Map(),
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
