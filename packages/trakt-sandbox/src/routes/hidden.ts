import { empty, notFoundPage, written, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { itemBody, listed } from "../http/media.ts";
import { countByType, namedItems } from "../http/named.ts";
import { page } from "../http/pages.ts";
import { itemOf, keyOf, type ItemType } from "../world/items.ts";
import { namedAuthors, readHiddenAuthors, setHidden, type NamedAuthors } from "./hidden-authors.ts";
import { notFoundOf } from "./shelves.ts";

/** What each section can hide; `comments` hides people. Trakt: users/subroutes/hidden.ts. */
const sections: Readonly<Record<string, readonly ItemType[]>> = {
  calendar: ["movie", "show"],
  progress_watched: ["show", "season"],
  progress_watched_reset: ["show"],
  progress_collected: ["show", "season"],
  recommendations: ["movie", "show"],
  comments: [],
  dropped: ["show"],
};

const types: readonly ItemType[] = ["movie", "show", "season"];

export const hiddenRoutes: readonly Route[] = [
  { method: "GET", path: "/users/hidden/:section", auth: "required", dialect: "rails", handle: readHidden },
  { method: "POST", path: "/users/hidden/:section", auth: "required", dialect: "rails", handle: hide },
  { method: "POST", path: "/users/hidden/:section/remove", auth: "required", dialect: "rails", handle: unhide },
];

function readHidden(call: Call): Answer {
  const { section = "" } = call.params;
  if (sections[section] === undefined) return notFoundPage();
  if (section === "comments") return readHiddenAuthors(call);
  const type = call.query.get("type");
  const entries = [...(me(call).shelves.get(`hidden:${section}`)?.entries ?? [])]
    .filter(([key]) => type === null || itemOf(key).type === type)
    .toSorted(([, a], [, b]) => b.listedAt - a.listedAt || b.id - a.id);
  return page(call, entries, { defaultLimit: 10 }, ([key, { listedAt }]) =>
    listed(call, { hidden_at: isoOf(listedAt) }, itemBody(call, key) ?? {}),
  );
}

function hide(call: Call): Answer {
  const { section = "" } = call.params;
  const hideable = sections[section];
  const named = namedItems(call);
  if (hideable === undefined) return notFoundPage();
  if (named === undefined) return empty(422);
  const person = me(call);
  const entries = person.shelves.get(`hidden:${section}`)?.entries;
  const items = named.found.filter(({ item }) => hideable.includes(item.type) && entries?.has(keyOf(item)) !== true);
  for (const { item, fields } of items) {
    const at = fields.hidden_at;
    call.world.hide(person.username, item, section, at === undefined ? {} : { listed_at: at });
  }
  const authors = authorsIn(call);
  const users = setHidden(call, authors, true);
  const added = {
    ...countByType(
      items.map(({ item }) => item),
      types,
    ),
    users,
  };
  return written({ added, not_found: notFoundBody(named.notFound, authors) }, items.length + users);
}

function unhide(call: Call): Answer {
  const { section = "" } = call.params;
  const named = namedItems(call);
  if (sections[section] === undefined) return notFoundPage();
  if (named === undefined) return empty(422);
  const person = me(call);
  const entries = person.shelves.get(`hidden:${section}`)?.entries;
  const items = named.found.map(({ item }) => item).filter((item) => entries?.has(keyOf(item)) === true);
  call.world.take(person.username, `hidden:${section}`, items);
  const authors = authorsIn(call);
  const users = setHidden(call, authors, false);
  const deleted = { ...countByType(items, types), users };
  return written({ deleted, not_found: notFoundBody(named.notFound, authors) }, items.length + users, 200);
}

/** People are hidden from `comments` alone. */
function authorsIn(call: Call): NamedAuthors {
  const named = namedAuthors(call);
  return call.params.section === "comments" ? named : { found: [], notFound: named.notFound };
}

function notFoundBody(notFound: Readonly<Record<string, unknown[]>>, authors: NamedAuthors): Record<string, unknown[]> {
  return { ...notFoundOf(notFound, types), users: authors.notFound };
}
