import * as z from "zod";
import { empty, json, notFoundPage, written, type Answer } from "../http/answer.ts";
import { me, type Call, type Route } from "../http/call.ts";
import { page } from "../http/pages.ts";
import { collaborationsOf, listsSeenBy, mayEdit, mayRead, type OwnedList } from "../world/lists.ts";
import { ListPrivacy, type ListFacts } from "../world/social-ops.ts";
import type { Person, PersonalList } from "../world/state.ts";
import { commentsAnswer } from "./comment-bodies.ts";
import { likersAnswer } from "./likers.ts";
import { listBody } from "./list-bodies.ts";
import { addListItems, noteListItem, readListItems, removeListItems, reorderListItems } from "./list-items.ts";
import { isPerson, visiblePerson } from "./users.ts";
import { limitsOf } from "./watchlist.ts";

const all = "/users/:id/lists";
const one = `${all}/:list_id`;
const items = `${one}/items`;

export const listRoutes: readonly Route[] = (
  [
    ["GET", all, readLists],
    ["POST", all, createList],
    ["GET", `${all}/collaborations`, readCollaborations],
    ["POST", `${all}/reorder`, reorderLists],
    ["GET", one, onList((call, found) => json(listBody(call, found)))],
    ["PUT", one, onOwnList(updateList)],
    ["DELETE", one, onOwnList(deleteList)],
    ["GET", items, onList(readListItems)],
    ["GET", `${items}/:type`, onList(readListItems)],
    ["GET", `${items}/:type/:sort_by`, onList(readListItems)],
    ["GET", `${items}/:type/:sort_by/:sort_how`, onList(readListItems)],
    ["POST", items, onEditableList(addListItems)],
    ["POST", `${items}/remove`, onEditableList(removeListItems)],
    ["POST", `${items}/reorder`, onEditableList(reorderListItems)],
    // Its older address.
    ["POST", `${one}/reorder`, onEditableList(reorderListItems)],
    ["PUT", `${items}/:list_item_id`, onEditableList(noteListItem)],
    ["GET", `${one}/likes`, onList((call, { list }) => likersAnswer(call, list.likes))],
    ["POST", `${one}/like`, onList(likeList(true))],
    ["DELETE", `${one}/like`, onList(likeList(false))],
    ["GET", `${one}/comments`, onList(readComments)],
    ["GET", `${one}/comments/:sort`, onList(readComments)],
  ] as const
).map(([method, path, handle]) => ({
  method,
  path,
  auth: method === "GET" ? "optional" : "required",
  dialect: "workers",
  handle,
}));

const Name = z.string().min(1).max(500);
const Facts = {
  description: z.string().nullish(),
  privacy: ListPrivacy.nullish(),
  display_numbers: z.boolean().nullish(),
  allow_comments: z.boolean().nullish(),
  sort_by: z.string().nullish(),
  sort_how: z.enum(["asc", "desc"]).nullish(),
};
const NewList = z.looseObject({ name: Name, ...Facts });
const ListChange = z.looseObject({ name: Name.nullish(), ...Facts });
const Rank = z.looseObject({ rank: z.array(z.int()) });

function readLists(call: Call): Answer {
  const owner = visiblePerson(call);
  if (!isPerson(owner)) return owner;
  const lists = listsSeenBy(owner, call.viewer);
  return page(call, lists, { defaultLimit: 100 }, (list) => listBody(call, { owner, list }));
}

function readCollaborations(call: Call): Answer {
  const person = visiblePerson(call);
  if (!isPerson(person)) return person;
  const shared = collaborationsOf(call.state, person.username).filter((found) => mayRead(found, call.viewer));
  return json(shared.map((found) => listBody(call, found)));
}

function createList(call: Call): Answer {
  const owner = ownSelf(call);
  if (!isPerson(owner)) return owner;
  const parsed = NewList.safeParse(call.body);
  if (!parsed.success) return empty(422);
  if (owner.lists.length >= limitsOf(call).lists) return empty(420);
  const id = call.world.createList(owner.username, { name: parsed.data.name, ...factsOf(parsed.data) });
  const list = owner.lists.find((other) => other.id === id);
  return list === undefined ? notFoundPage() : written(listBody(call, { owner, list }), 1);
}

function reorderLists(call: Call): Answer {
  const owner = ownSelf(call);
  if (!isPerson(owner)) return owner;
  const parsed = Rank.safeParse(call.body);
  if (!parsed.success) return empty(422);
  const known = new Set(owner.lists.map((list) => list.id));
  const lists = parsed.data.rank.filter((id) => known.has(id));
  call.world.reorderLists(owner.username, lists);
  return written(
    { updated: lists.length, skipped_ids: parsed.data.rank.filter((id) => !known.has(id)) },
    lists.length,
    200,
  );
}

function updateList(call: Call, { owner, list }: OwnedList): Answer {
  const parsed = ListChange.safeParse(call.body);
  if (!parsed.success) return empty(422);
  const { name } = parsed.data;
  call.world.updateList(owner.username, list.id, {
    ...factsOf(parsed.data),
    ...(name === undefined || name === null ? {} : { name }),
  });
  const body = listBody(call, { owner, list });
  // The official contract has a list of the one list.
  return written(call.dialect === "workers" ? [body] : body, 1, 200);
}

function deleteList(call: Call, { owner, list }: OwnedList): Answer {
  call.world.removeList(owner.username, list.id);
  return { ...empty(204), changed: 1 };
}

function readComments(call: Call, { list }: OwnedList): Answer {
  return commentsAnswer(call, `list:${list.id}`);
}

/** Liking twice is liking once. */
export function likeList(liked: boolean): (call: Call, found: OwnedList) => Answer {
  return (call, { list }) => {
    const { username } = me(call);
    const changes = list.likes.has(username) !== liked;
    if (changes) call.world[liked ? "likeList" : "unlikeList"](username, list.id);
    return { ...empty(204), changed: changes ? 1 : 0 };
  };
}

/** Finds the list that the path names, by number or slug; 404 where there is none that the viewer may read. */
function onList(handle: (call: Call, found: OwnedList) => Answer): (call: Call) => Answer {
  return (call) => {
    const owner = visiblePerson(call);
    if (!isPerson(owner)) return owner;
    const list = named(call, owner.lists);
    return list !== undefined && mayRead({ owner, list }, call.viewer) ? handle(call, { owner, list }) : notFoundPage();
  };
}

function onOwnList(handle: (call: Call, found: OwnedList) => Answer): (call: Call) => Answer {
  return (call) => {
    const owner = ownSelf(call);
    if (!isPerson(owner)) return owner;
    const list = named(call, owner.lists);
    return list === undefined ? notFoundPage() : handle(call, { owner, list });
  };
}

/** The owner's list, edited by them or by whom they share it with, within the limits of the owner's account. */
function onEditableList(handle: (call: Call, found: OwnedList) => Answer): (call: Call) => Answer {
  return onList((call, found) =>
    mayEdit(found, call.viewer) ? handle({ ...call, viewer: found.owner }, found) : empty(401),
  );
}

/** Whose lists the path names, where that is who calls; others get 401. */
function ownSelf(call: Call): Person | Answer {
  const owner = visiblePerson(call);
  return isPerson(owner) && owner.username !== me(call).username ? empty(401) : owner;
}

function named(call: Call, lists: readonly PersonalList[]): PersonalList | undefined {
  const { list_id } = call.params;
  return lists.find((list) => String(list.id) === list_id || list.slug === list_id);
}

function factsOf(sent: z.infer<typeof ListChange>): Partial<Omit<ListFacts, "name">> {
  const { description, privacy, display_numbers, allow_comments, sort_by, sort_how } = sent;
  return {
    ...(typeof description === "string" ? { description } : {}),
    ...(privacy ? { privacy } : {}),
    ...(typeof display_numbers === "boolean" ? { displayNumbers: display_numbers } : {}),
    ...(typeof allow_comments === "boolean" ? { allowComments: allow_comments } : {}),
    ...(typeof sort_by === "string" ? { sortBy: sort_by } : {}),
    ...(sort_how ? { sortHow: sort_how } : {}),
  };
}
