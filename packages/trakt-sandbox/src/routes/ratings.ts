import { empty, notFoundPage, written, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { itemBody, listed } from "../http/media.ts";
import { countByType, namedItems } from "../http/named.ts";
import { page } from "../http/pages.ts";
import { itemOf, itemTypes, keyOf, pluralOf } from "../world/items.ts";
import type { Person } from "../world/state.ts";
import { notFoundOf } from "./shelves.ts";

const types = ["all", ...itemTypes.map(pluralOf)];

export const ratingRoutes: readonly Route[] = [
  ...["/sync/ratings", "/sync/ratings/:type", "/sync/ratings/:type/:rating"].map((path): Route => ({
    method: "GET",
    path,
    auth: "required",
    dialect: "rails",
    handle: (call) => readRatings(call, me(call)),
  })),
  { method: "POST", path: "/sync/ratings", auth: "required", dialect: "rails", handle: addRatings },
  { method: "POST", path: "/sync/ratings/remove", auth: "required", dialect: "rails", handle: removeRatings },
];

/** A person's ratings, newest first, of a type and of some numbers. */
export function readRatings(call: Call, person: Person): Answer {
  const { type = "all", rating } = call.params;
  if (!types.includes(type)) return notFoundPage();
  const wanted = rating === undefined ? undefined : new Set(rating.split(",").map(Number));
  const ratings = [...person.ratings]
    .filter(([key, one]) => {
      if (wanted !== undefined && !wanted.has(one.rating)) return false;
      return type === "all" || pluralOf(itemOf(key).type) === type;
    })
    .toSorted(([, a], [, b]) => b.ratedAt - a.ratedAt);
  return page(call, ratings, { defaultLimit: 100 }, ([key, one]) =>
    listed(call, { rated_at: isoOf(one.ratedAt), rating: one.rating }, itemBody(call, key) ?? {}),
  );
}

function addRatings(call: Call): Answer {
  const named = namedItems(call);
  if (named === undefined) return empty(422);
  const rated = [...named.rated, ...named.found].flatMap(({ item, fields }) =>
    fields.rating === undefined
      ? []
      : [{ item, rating: fields.rating, ratedAt: timeOf(fields.rated_at) ?? call.nowMs }],
  );
  for (const { item, rating, ratedAt } of rated) {
    call.world.rate(me(call).username, item, rating, { rated_at: ratedAt });
  }
  return written(
    {
      added: countByType(
        rated.map(({ item }) => item),
        itemTypes,
      ),
      not_found: notFoundOf(named.notFound, itemTypes),
    },
    rated.length,
  );
}

function removeRatings(call: Call): Answer {
  const named = namedItems(call);
  if (named === undefined) return empty(422);
  const person = me(call);
  const items = named.found.map(({ item }) => item).filter((item) => person.ratings.has(keyOf(item)));
  for (const item of items) call.world.unrate(person.username, item);
  const deleted = countByType(items, itemTypes);
  return written({ deleted, not_found: notFoundOf(named.notFound, itemTypes) }, items.length, 200);
}

function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
