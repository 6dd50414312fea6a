import type { NotePrivacy, Profile, Reaction } from "./social-ops.ts";

export interface Comment {
  id: number;
  /** The key of what it is about, or `list:<id>`; a reply has that of its comment. */
  on: string;
  /** The comment that it replies to. */
  parent: number | null;
  author: string;
  text: string;
  spoiler: boolean;
  createdAt: number;
  updatedAt: number;
  /** Who likes it, since when. */
  likes: Map<string, number>;
  reactions: { who: string; reaction: Reaction; at: number }[];
}

export interface Note {
  id: number;
  /** The key of what it is about, or `list:<id>`. */
  on: string;
  /** `movie`, `show` … or what of it: `history`, `collection`, `rating`. */
  attachedTo: string;
  notes: string;
  privacy: NotePrivacy;
  spoiler: boolean;
  createdAt: number;
  updatedAt: number;
}

export interface SavedFilter {
  id: number;
  section: string;
  name: string;
  /** Path and query. */
  url: string;
  updatedAt: number;
}

/** What a person is among others. */
export interface Social {
  profile: Profile;
  /** By user name, since when. Two who follow each other are friends. */
  following: Map<string, number>;
  followers: Map<string, number>;
  /** Who waits for leave to follow this person, by user name. */
  requests: Map<string, { id: number; at: number }>;
  blocked: Map<string, number>;
  /** Whose comments are not shown to this person. */
  hiddenAuthors: Map<string, number>;
  notes: Map<number, Note>;
  savedFilters: Map<number, SavedFilter>;
}

export function newSocial(): Social {
  return {
    profile: { location: null, about: null, gender: null, age: null, avatar: null },
    following: new Map(),
    followers: new Map(),
    requests: new Map(),
    blocked: new Map(),
    hiddenAuthors: new Map(),
    notes: new Map(),
    savedFilters: new Map(),
  };
}
