import * as z from "zod";

export const Reaction = z.enum(["like", "dislike", "love", "laugh", "shocked", "bravo", "spoiler"]);
export type Reaction = z.infer<typeof Reaction>;

export const ListPrivacy = z.enum(["private", "link", "friends", "public"]);
export type ListPrivacy = z.infer<typeof ListPrivacy>;

export const NotePrivacy = z.enum(["private", "friends", "public"]);
export type NotePrivacy = z.infer<typeof NotePrivacy>;

/** What a person tells of themselves. */
export const Profile = z.object({
  location: z.string().nullable(),
  about: z.string().nullable(),
  gender: z.string().nullable(),
  age: z.int().nullable(),
  avatar: z.string().nullable(),
});
export type Profile = z.infer<typeof Profile>;

export const ListFacts = z.object({
  name: z.string(),
  description: z.string(),
  privacy: ListPrivacy,
  displayNumbers: z.boolean(),
  allowComments: z.boolean(),
  sortBy: z.string(),
  sortHow: z.enum(["asc", "desc"]),
});
export type ListFacts = z.infer<typeof ListFacts>;

/** A list of which no more than this was said. Trakt: create list. */
export function newListFacts(name: string, description = "", privacy = "private"): ListFacts {
  return {
    name,
    description,
    privacy: ListPrivacy.safeParse(privacy).data ?? "private",
    displayNumbers: false,
    allowComments: true,
    sortBy: "rank",
    sortHow: "asc",
  };
}

const at = z.number();
const who = z.string();
const whom = z.string();
const id = z.int();

/** What people say: comments, replies, and what others think of them. */
export const commentOps = [
  z.object({
    kind: z.literal("comment.added"),
    at,
    who,
    /** An item's key, or `list:<id>`. */
    on: z.string(),
    parent: id.nullable(),
    text: z.string(),
    spoiler: z.boolean(),
  }),
  z.object({ kind: z.literal("comment.edited"), at, comment: id, text: z.string(), spoiler: z.boolean() }),
  z.object({ kind: z.literal("comment.removed"), at, comment: id }),
  z.object({ kind: z.literal("comment.liked"), at, who, comment: id, liked: z.boolean() }),
  z.object({ kind: z.literal("comment.reacted"), at, who, comment: id, reaction: Reaction, on: z.boolean() }),
] as const;

/** What there is between people; `who` does it, to `whom`. */
export const followOps = [
  z.object({ kind: z.literal("follow.asked"), at, who, whom }),
  z.object({ kind: z.literal("follow.begun"), at, who, whom }),
  z.object({ kind: z.literal("follow.ended"), at, who, whom }),
  z.object({ kind: z.literal("person.blocked"), at, who, whom, blocked: z.boolean() }),
  /** Their comments are not shown any more; all else is as before. */
  z.object({ kind: z.literal("author.hidden"), at, who, whom, hiddenAt: z.number().nullable() }),
  z.object({
    kind: z.literal("profile.changed"),
    at,
    who,
    name: z.string().nullable(),
    private: z.boolean(),
    profile: Profile,
  }),
] as const;

export const listOps = [
  z.object({ kind: z.literal("list.updated"), at, who, list: id, facts: ListFacts }),
  z.object({ kind: z.literal("list.removed"), at, who, list: id }),
  z.object({ kind: z.literal("lists.reordered"), at, who, lists: z.array(id) }),
  z.object({ kind: z.literal("list.liked"), at, who, list: id, liked: z.boolean() }),
  /** Lets `whom` edit the list's items, or no longer. */
  z.object({ kind: z.literal("list.shared"), at, who, list: id, whom, shared: z.boolean() }),
  /** The items of a shelf, by their entries' ids, in their new order; what is not named keeps its rank. */
  z.object({ kind: z.literal("shelf.reordered"), at, who, shelf: z.string(), ids: z.array(id) }),
  z.object({ kind: z.literal("shelf.noted"), at, who, shelf: z.string(), id, notes: z.string().nullable() }),
] as const;

const noteFacts = { notes: z.string(), privacy: NotePrivacy, spoiler: z.boolean() };

export const noteOps = [
  z.object({ kind: z.literal("note.added"), at, who, on: z.string(), attachedTo: z.string(), ...noteFacts }),
  z.object({ kind: z.literal("note.edited"), at, who, note: id, ...noteFacts }),
  z.object({ kind: z.literal("note.removed"), at, who, note: id }),
  z.object({ kind: z.literal("filter.saved"), at, who, section: z.string(), name: z.string(), url: z.string() }),
  z.object({ kind: z.literal("filter.removed"), at, who, filter: id }),
] as const;
