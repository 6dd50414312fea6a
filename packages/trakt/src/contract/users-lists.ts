import * as z from "zod";
import { NewOrder } from "./bodies.ts";
import { Comment } from "./comments.ts";
import { defineEndpoint } from "./endpoint.ts";
import { full, paging, PathId, PersonId, SortBy, SortHow } from "./params.ts";
import { Liker } from "./profiles.ts";
import { Reordered } from "./replies.ts";
import { List, ListPrivacy } from "./users.ts";

const docs = "https://docs.trakt.tv/reference/users";

const person = { id: PersonId };
const one = { ...person, list_id: PathId };
const read = { method: "GET", auth: "optional", source: docs } as const;
const write = { auth: "required", source: docs } as const;

/** Lists of others that the person may edit as if they were their own. */
export const collaborations = defineEndpoint({
  id: "users.collaborations",
  path: "/users/:id/lists/collaborations",
  ...read,
  params: z.strictObject({ ...person, ...full }),
  reply: z.array(List),
});

/** Puts a person's lists in another order, by their ids; those that are not named come last. */
export const reorderLists = defineEndpoint({
  id: "users.reorder_lists",
  method: "POST",
  path: "/users/:id/lists/reorder",
  ...write,
  ownersOnly: true,
  params: z.strictObject(person),
  body: NewOrder,
  reply: Reordered,
});

/** One list, by its number or slug; its items are read by `users.list_items`. */
export const list = defineEndpoint({
  id: "users.list",
  path: "/users/:id/lists/:list_id",
  ...read,
  params: z.strictObject({ ...one, ...full }),
  reply: List,
});

/** Changes what is said of a list; another name leaves the slug as it was. */
export const updateList = defineEndpoint({
  id: "users.update_list",
  method: "PUT",
  path: "/users/:id/lists/:list_id",
  ...write,
  ownersOnly: true,
  params: z.strictObject(one),
  body: z
    .strictObject({
      name: z.string().min(1).optional(),
      description: z.string().optional(),
      privacy: ListPrivacy.optional(),
      display_numbers: z.boolean().optional(),
      allow_comments: z.boolean().optional(),
      sort_by: SortBy.optional(),
      sort_how: SortHow.optional(),
    })
    .refine((change) => Object.values(change).some((value) => value !== undefined), "changes nothing"),
  // One backend answers the list, the other a list of lists with it.
  reply: z.preprocess(firstOf, List),
});

/** Removes a list and the items on it. */
export const deleteList = defineEndpoint({
  id: "users.delete_list",
  method: "DELETE",
  path: "/users/:id/lists/:list_id",
  ...write,
  ownersOnly: true,
  params: z.strictObject(one),
  reply: z.unknown(),
});

/** Ranks a list's items anew, by the ids of the items, not of what they are. */
export const reorderListItems = defineEndpoint({
  id: "users.reorder_list_items",
  method: "POST",
  path: "/users/:id/lists/:list_id/items/reorder",
  ...write,
  ownersOnly: true,
  params: z.strictObject(one),
  body: NewOrder,
  reply: Reordered,
});

/** Sets the note of one item, at most 500 characters, or takes it away; refused with 426 where the account is not VIP. */
export const updateListItem = defineEndpoint({
  id: "users.update_list_item",
  method: "PUT",
  path: "/users/:id/lists/:list_id/items/:list_item_id",
  ...write,
  ownersOnly: true,
  params: z.strictObject({ ...one, list_item_id: z.int().min(1) }),
  body: z.strictObject({ notes: z.string().max(500).nullable() }),
  reply: z.unknown(),
});

/** Who likes a list, since when. */
export const listLikes = defineEndpoint({
  id: "users.list_likes",
  path: "/users/:id/lists/:list_id/likes",
  ...read,
  params: z.strictObject({ ...one, ...paging }),
  reply: z.array(Liker),
  paginated: true,
});

/** Once per person: liking again changes nothing. */
export const likeList = defineEndpoint({
  id: "users.like_list",
  method: "POST",
  path: "/users/:id/lists/:list_id/like",
  ...write,
  params: z.strictObject(one),
  reply: z.unknown(),
});

export const unlikeList = defineEndpoint({
  id: "users.unlike_list",
  method: "DELETE",
  path: "/users/:id/lists/:list_id/like",
  ...write,
  params: z.strictObject(one),
  reply: z.unknown(),
});

/** Top-level comments about a list, the newest first unless asked otherwise. */
export const listComments = defineEndpoint({
  id: "users.list_comments",
  path: "/users/:id/lists/:list_id/comments/:sort?",
  ...read,
  params: z.strictObject({ ...one, sort: z.enum(["newest", "oldest", "likes", "replies"]).optional(), ...paging }),
  reply: z.array(Comment),
  paginated: true,
});

function firstOf(value: unknown): unknown {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values[0];
}
