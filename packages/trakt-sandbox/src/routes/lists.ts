import * as z from "zod";
import { empty, json, notFoundPage, written, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { unheardOf, userBody } from "../http/media.ts";
import { itemTypes } from "../world/items.ts";
import type { Person, PersonalList } from "../world/state.ts";
import { addToShelf, readShelf, takeFromShelf } from "./shelves.ts";
import { isPerson, visiblePerson } from "./users.ts";
import { limitsOf } from "./watchlist.ts";

const items = "/users/:id/lists/:list_id/items";

export const listRoutes: readonly Route[] = [
  { method: "GET", path: "/users/:id/lists", auth: "optional", dialect: "workers", handle: readLists },
  { method: "POST", path: "/users/:id/lists", auth: "required", dialect: "workers", handle: createList },
  ...[items, `${items}/:type`, `${items}/:type/:sort_by/:sort_how`].map((path): Route => ({
    method: "GET",
    path,
    auth: "optional",
    dialect: "workers",
    handle: readItems,
  })),
  {
    method: "POST",
    path: items,
    auth: "required",
    dialect: "workers",
    handle: (call) => onOwnList(call, (shelf) => addToShelf(call, shelf, itemTypes, limitsOf(call).listItems)),
  },
  {
    method: "POST",
    path: `${items}/remove`,
    auth: "required",
    dialect: "workers",
    handle: (call) => onOwnList(call, (shelf) => takeFromShelf(call, shelf, itemTypes)),
  },
];

const NewList = z.looseObject({
  name: z.string().min(1),
  description: z.string().nullish(),
  privacy: z.enum(["private", "link", "friends", "public"]).optional(),
});

function readLists(call: Call): Answer {
  const owner = visiblePerson(call);
  if (!isPerson(owner)) return owner;
  return json(listsSeen(call, owner).map((list) => listBody(call, owner, list)));
}

function createList(call: Call): Answer {
  const owner = visiblePerson(call);
  if (!isPerson(owner)) return owner;
  if (owner.username !== me(call).username) return empty(401);
  const parsed = NewList.safeParse(call.body);
  if (!parsed.success) return empty(422);
  if (owner.lists.length >= limitsOf(call).lists) return empty(420);
  const { name, description, privacy } = parsed.data;
  const id = call.world.createList(owner.username, { name, description: description ?? "", privacy });
  const list = owner.lists.find((one) => one.id === id);
  return list === undefined ? notFoundPage() : written(listBody(call, owner, list), 1);
}

function readItems(call: Call): Answer {
  const owner = visiblePerson(call);
  if (!isPerson(owner)) return owner;
  const list = named(call, listsSeen(call, owner));
  return list === undefined ? notFoundPage() : readShelf(call, owner, `list:${list.id}`);
}

function onOwnList(call: Call, act: (shelf: string) => Answer): Answer {
  const owner = visiblePerson(call);
  if (!isPerson(owner)) return owner;
  if (owner.username !== me(call).username) return empty(401);
  const list = named(call, owner.lists);
  return list === undefined ? notFoundPage() : act(`list:${list.id}`);
}

function named(call: Call, lists: readonly PersonalList[]): PersonalList | undefined {
  const { list_id } = call.params;
  return lists.find((list) => String(list.id) === list_id || list.slug === list_id);
}

function listsSeen(call: Call, owner: Person): PersonalList[] {
  const own = owner.username === call.viewer?.username;
  return owner.lists.filter((list) => own || list.privacy === "public");
}

function listBody(call: Call, owner: Person, list: PersonalList): unknown {
  const { id, name, description, privacy, slug, createdAt } = list;
  const shelf = owner.shelves.get(`list:${id}`);
  return unheardOf(call, {
    name,
    description,
    privacy,
    share_link: `https://trakt.tv/lists/${id}`,
    type: "personal",
    display_numbers: false,
    allow_comments: true,
    sort_by: "rank",
    sort_how: "asc",
    created_at: isoOf(createdAt),
    updated_at: isoOf(shelf?.updatedAt ?? createdAt),
    item_count: shelf?.entries.size ?? 0,
    comment_count: 0,
    likes: 0,
    ids: { trakt: id, slug },
    user: userBody(call, owner),
  });
}
