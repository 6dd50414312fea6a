import * as z from "zod";
import { Comment } from "./comments.ts";
import { defineEndpoint } from "./endpoint.ts";
import { extended, full, paging, SortBy, SortHow } from "./params.ts";
import { Liker } from "./profiles.ts";
import { List, ListedType, PersonalListItem } from "./users.ts";

const docs = "https://docs.trakt.tv/reference/lists";

/** A list, and how much it was liked and spoken of; for trending lists, in the last 7 days. */
export const CountedList = z.object({ like_count: z.int().nullish(), comment_count: z.int().nullish(), list: List });
export type CountedList = z.infer<typeof CountedList>;

const one = { id: z.int().min(1) };
const read = { method: "GET", auth: "optional", source: docs } as const;
const write = { auth: "required", source: docs } as const;

const chart = <Path extends string>(id: string, path: Path) =>
  defineEndpoint({
    id,
    path,
    ...read,
    params: z.strictObject({ type: z.enum(["personal", "official"]).optional(), ...paging, ...extended("full") }),
    reply: z.array(CountedList),
    paginated: true,
  });

/** Lists with the most likes and comments of the last 7 days. */
export const trending = chart("lists.trending", "/lists/trending/:type?");

/** Lists with the most likes and comments of all. */
export const popular = chart("lists.popular", "/lists/popular/:type?");

/** A public list by its number, which its owner's slug has no part in; null where the newer backend has none. */
export const summary = defineEndpoint({
  id: "lists.summary",
  path: "/lists/:id",
  ...read,
  params: z.strictObject({ ...one, ...full }),
  reply: List.nullable(),
});

/** The items of a public list, by rank unless asked otherwise. */
export const items = defineEndpoint({
  id: "lists.items",
  path: "/lists/:id/items/:type?/:sort_by?/:sort_how?",
  ...read,
  params: z.strictObject({
    ...one,
    type: z.union([ListedType, z.array(ListedType).min(1)]).optional(),
    sort_by: SortBy.optional(),
    sort_how: SortHow.optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(PersonalListItem),
  paginated: true,
  countsAllTypes: true,
});

/** Top-level comments about a list, the newest first unless asked otherwise. */
export const comments = defineEndpoint({
  id: "lists.comments",
  path: "/lists/:id/comments/:sort?",
  ...read,
  params: z.strictObject({
    ...one,
    sort: z
      .enum(["newest", "oldest", "likes", "likes_30", "replies", "replies_30", "plays", "rating", "added"])
      .optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(Comment),
  paginated: true,
});

/** Who likes a list, since when. */
export const likes = defineEndpoint({
  id: "lists.likes",
  path: "/lists/:id/likes",
  ...read,
  params: z.strictObject({ ...one, ...paging, ...full }),
  reply: z.array(Liker),
  paginated: true,
});

/** Once per person: liking again changes nothing. */
export const like = defineEndpoint({
  id: "lists.like",
  method: "POST",
  path: "/lists/:id/like",
  ...write,
  params: z.strictObject(one),
  reply: z.unknown(),
});

export const unlike = defineEndpoint({
  id: "lists.unlike",
  method: "DELETE",
  path: "/lists/:id/like",
  ...write,
  params: z.strictObject(one),
  reply: z.unknown(),
});
