import * as z from "zod";
import { IdsToWrite } from "./bodies.ts";
import { defineEndpoint } from "./endpoint.ts";
import { Person } from "./credits.ts";
import { Episode, Movie, Season, Show } from "./media.ts";
import { List } from "./users.ts";

const docs = "https://docs.trakt.tv/reference/notes";

const attached = {
  movie: Movie.nullish(),
  show: Show.nullish(),
  season: Season.nullish(),
  episode: Episode.nullish(),
  person: Person.nullish(),
  list: List.nullish(),
};

/** What a note is attached to; `type` says which key it is under. */
export const NotedItem = z.object({ type: z.string().nullish(), ...attached });
export type NotedItem = z.infer<typeof NotedItem>;

/** A remark that a person keeps about a thing, for themselves unless they say otherwise. */
export const Note = z.object({
  id: z.int(),
  notes: z.string().nullish(),
  /** `private`, `friends` or `public`. */
  privacy: z.string().nullish(),
  spoiler: z.boolean().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  item: NotedItem.nullish(),
});
export type Note = z.infer<typeof Note>;

const thing = z.strictObject({ ids: IdsToWrite }).optional();
const text = {
  notes: z.string().min(1).max(500),
  privacy: z.enum(["private", "friends", "public"]).optional(),
  spoiler: z.boolean().optional(),
};

/** A note of at most 500 characters about one thing. */
export const NewNote = z.strictObject({
  item: z
    .strictObject({
      type: z.enum(["movie", "show", "season", "episode", "person", "list"]),
      movie: thing,
      show: thing,
      season: thing,
      episode: thing,
      person: thing,
      list: thing,
    })
    .refine((item) => item[item.type] !== undefined, "must have the thing under the key that its type names"),
  ...text,
});

const one = z.strictObject({ id: z.int().min(1) });
const mine = { auth: "required", source: docs } as const;

/** Attaches a note to a thing. An account that holds as many as it may is refused with 420. */
export const add = defineEndpoint({
  id: "notes.add",
  method: "POST",
  path: "/notes",
  ...mine,
  params: z.strictObject({}),
  body: NewNote,
  reply: Note,
});

/** One note. */
export const note = defineEndpoint({
  id: "notes.note",
  method: "GET",
  path: "/notes/:id",
  ...mine,
  ownersOnly: true,
  params: one,
  reply: Note,
});

/** Only for its author: others get 401. */
export const update = defineEndpoint({
  id: "notes.update",
  method: "PUT",
  path: "/notes/:id",
  ...mine,
  ownersOnly: true,
  params: one,
  body: z
    .strictObject({ notes: text.notes.optional(), privacy: text.privacy, spoiler: text.spoiler })
    .refine((change) => Object.values(change).some((value) => value !== undefined), "changes nothing"),
  reply: Note,
});

/** Only for its author: others get 401. */
export const remove = defineEndpoint({
  id: "notes.remove",
  method: "DELETE",
  path: "/notes/:id",
  ...mine,
  ownersOnly: true,
  params: one,
  reply: z.unknown(),
});

/** What the note is attached to. */
export const item = defineEndpoint({
  id: "notes.item",
  method: "GET",
  path: "/notes/:id/item",
  ...mine,
  ownersOnly: true,
  params: one,
  reply: NotedItem,
});
