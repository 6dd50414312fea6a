import * as z from "zod";
import { ThingsForPersonalList, ThingsOnPersonalList, ThingsToHide } from "./bodies.ts";
import { Person } from "./credits.ts";
import { defineEndpoint } from "./endpoint.ts";
import { Episode, listed, Movie, Show } from "./media.ts";
import { full, PathId, paging, PersonId, SortBy, SortHow } from "./params.ts";
import { User } from "./profiles.ts";
import { Receipt } from "./replies.ts";
import { ListedItem } from "./sync.ts";

const docs = "https://docs.trakt.tv/reference/users";

const limit = z.object({ item_count: z.int().nullish() }).nullish();

/** `user.ids.uuid` names the person for good: slug and user name may change. */
export const Settings = z.object({
  user: z.object({
    username: z.string(),
    name: z.string().nullish(),
    private: z.boolean().nullish(),
    vip: z.boolean().nullish(),
    vip_ep: z.boolean().nullish(),
    ids: z.object({ slug: z.string().nullish(), uuid: z.string().nullish(), trakt: z.int().nullish() }),
    joined_at: z.string().nullish(),
  }),
  account: z
    .object({
      /** IANA: `America/Los_Angeles`. */
      timezone: z.string().nullish(),
      date_format: z.string().nullish(),
      time_24hr: z.boolean().nullish(),
    })
    .nullish(),
  /** What the account may hold; Trakt moves these, so they are never assumed. */
  limits: z
    .object({
      list: z.object({ count: z.int().nullish(), item_count: z.int().nullish() }).nullish(),
      watchlist: limit,
      favorites: limit,
      collection: limit,
    })
    .nullish(),
});
export type Settings = z.infer<typeof Settings>;

/** Who the token belongs to, their time zone, and what their account may hold. */
export const settings = defineEndpoint({
  id: "users.settings",
  method: "GET",
  path: "/users/settings",
  auth: "required",
  params: z.strictObject({}),
  reply: Settings,
  source: docs,
});

/** Where a thing can be hidden. Trakt: hiddenSectionSchema. */
export const HiddenSection = z.enum([
  "calendar",
  "progress_watched",
  "progress_collected",
  "recommendations",
  "comments",
  "dropped",
]);
export type HiddenSection = z.infer<typeof HiddenSection>;

export const HiddenItem = z.object({
  hidden_at: z.string().nullish(),
  ...listed,
  user: z
    .object({ username: z.string(), ids: z.object({ slug: z.string().nullish(), trakt: z.int().nullish() }) })
    .optional(),
});
export type HiddenItem = z.infer<typeof HiddenItem>;

export const hidden = defineEndpoint({
  id: "users.hidden",
  method: "GET",
  path: "/users/hidden/:section",
  auth: "required",
  params: z.strictObject({
    section: HiddenSection,
    type: z.enum(["movie", "show", "season", "user"]).optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(HiddenItem),
  paginated: true,
  source: docs,
});

export const addHidden = defineEndpoint({
  id: "users.add_hidden",
  method: "POST",
  path: "/users/hidden/:section",
  auth: "required",
  params: z.strictObject({ section: HiddenSection }),
  body: ThingsToHide,
  reply: Receipt,
  source: docs,
});

export const removeHidden = defineEndpoint({
  id: "users.remove_hidden",
  method: "POST",
  path: "/users/hidden/:section/remove",
  auth: "required",
  params: z.strictObject({ section: HiddenSection }),
  body: ThingsToHide,
  reply: Receipt,
  source: docs,
});

export const Watching = z.object({
  expires_at: z.string(),
  started_at: z.string(),
  /** `scrobble` or `checkin`; `watching` in older answers. */
  action: z.string(),
  type: z.string(),
  movie: Movie.optional(),
  episode: Episode.optional(),
  show: Show.optional(),
});
export type Watching = z.infer<typeof Watching>;

/** What the person watches at this moment; null when nothing. */
export const watching = defineEndpoint({
  id: "users.watching",
  method: "GET",
  path: "/users/:id/watching",
  auth: "optional",
  params: z.strictObject({ id: PersonId, ...full }),
  reply: Watching.nullable(),
  source: docs,
});

/** Who may see a list: its owner, who has the link, their friends, or all. */
export const ListPrivacy = z.enum(["private", "link", "friends", "public"]);

export const List = z.object({
  name: z.string(),
  description: z.string().nullish(),
  privacy: z.string().nullish(),
  share_link: z.string().nullish(),
  /** `personal`, `official`, `watchlist` or `favorites`. */
  type: z.string().nullish(),
  display_numbers: z.boolean().nullish(),
  allow_comments: z.boolean().nullish(),
  item_count: z.int().nullish(),
  comment_count: z.int().nullish(),
  likes: z.int().nullish(),
  sort_by: z.string().nullish(),
  sort_how: z.string().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  ids: z.object({ trakt: z.int(), slug: z.string().nullish() }),
  user: User.nullish(),
});
export type List = z.infer<typeof List>;

export const lists = defineEndpoint({
  id: "users.lists",
  method: "GET",
  path: "/users/:id/lists",
  auth: "optional",
  params: z.strictObject({ id: PersonId, ...paging }),
  reply: z.array(List),
  paginated: true,
  source: docs,
});

export const createList = defineEndpoint({
  id: "users.create_list",
  method: "POST",
  path: "/users/:id/lists",
  auth: "required",
  ownersOnly: true,
  params: z.strictObject({ id: PersonId }),
  body: z.strictObject({
    name: z.string().min(1),
    description: z.string().optional(),
    privacy: ListPrivacy.optional(),
    display_numbers: z.boolean().optional(),
    allow_comments: z.boolean().optional(),
    sort_by: SortBy.optional(),
    sort_how: SortHow.optional(),
  }),
  reply: List,
  source: docs,
});

const listParams = { id: PersonId, list_id: PathId };
export const ListedType = z.enum(["movie", "show", "season", "episode", "person"]);

/** One thing on a personal list, which may be a person. Ranks are not unique. */
export const PersonalListItem = ListedItem.extend({ person: Person.optional() });
export type PersonalListItem = z.infer<typeof PersonalListItem>;

export const listItems = defineEndpoint({
  id: "users.list_items",
  method: "GET",
  path: "/users/:id/lists/:list_id/items/:type?/:sort_by?/:sort_how?",
  auth: "optional",
  params: z.strictObject({
    ...listParams,
    type: z.union([ListedType, z.array(ListedType).min(1)]).optional(),
    sort_by: SortBy.optional(),
    sort_how: SortHow.optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(PersonalListItem),
  paginated: true,
  countsAllTypes: true,
  source: docs,
});

/** A full list is refused with 420. */
export const addListItems = defineEndpoint({
  id: "users.add_list_items",
  method: "POST",
  path: "/users/:id/lists/:list_id/items",
  auth: "required",
  ownersOnly: true,
  params: z.strictObject(listParams),
  body: ThingsForPersonalList,
  reply: Receipt,
  source: docs,
});

export const removeListItems = defineEndpoint({
  id: "users.remove_list_items",
  method: "POST",
  path: "/users/:id/lists/:list_id/items/remove",
  auth: "required",
  ownersOnly: true,
  params: z.strictObject(listParams),
  body: ThingsOnPersonalList,
  reply: Receipt,
  source: docs,
});
