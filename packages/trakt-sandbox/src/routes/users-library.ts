import type { Answer } from "../http/answer.ts";
import type { Call, Route } from "../http/call.ts";
import { page } from "../http/pages.ts";
import type { Person } from "../world/state.ts";
import { readCollection } from "./collection.ts";
import { readHistory } from "./history.ts";
import { readRatings } from "./ratings.ts";
import { readShelf } from "./shelves.ts";
import { isPerson, visiblePerson } from "./users.ts";
import { readWatched } from "./watched.ts";

type Read = (call: Call, person: Person) => Answer;

/** `base`, and `base` with each further part of the tail. */
function withTail(base: string, ...tail: readonly string[]): string[] {
  return [base, ...tail.map((_, index) => [base, ...tail.slice(0, index + 1)].join("/"))];
}

/** Nobody can comment on these two: there is never anything. */
const noComments: Read = (call) => page(call, [], { defaultLimit: 10 }, () => undefined);

const reads: readonly [paths: string[], dialect: Route["dialect"], read: Read][] = [
  [withTail("history", ":type", ":item_id"), "rails", (call, person) => readHistory(call, person, call.params.item_id)],
  [withTail("ratings", ":type", ":rating"), "rails", readRatings],
  // Before the types: `comments` is none.
  [withTail("watchlist/comments", ":sort"), "rails", noComments],
  [withTail("favorites/comments", ":sort"), "rails", noComments],
  [
    withTail("watchlist", ":type", ":sort_by", ":sort_how"),
    "workers",
    (call, person) => readShelf(call, person, "watchlist"),
  ],
  [
    withTail("favorites", ":type", ":sort_by", ":sort_how"),
    "workers",
    (call, person) => readShelf(call, person, "favorites"),
  ],
  [["collection/movies"], "workers", (call, person) => readCollection(call, person, "movies")],
  [["collection/:type"], "rails", (call, person) => readCollection(call, person, call.params.type ?? "")],
  [["watched/:type"], "rails", (call, person) => readWatched(call, person, call.params.type ?? "")],
];

/** What is at /sync for oneself, for whoever may see it: 404 for nobody, 401 with X-Private-User for the others. */
export const userLibraryRoutes: readonly Route[] = reads.flatMap(([paths, dialect, read]) =>
  paths.map((path): Route => ({
    method: "GET",
    path: `/users/:id/${path}`,
    auth: "optional",
    dialect,
    handle: (call) => {
      const person = visiblePerson(call);
      return isPerson(person) ? read(call, person) : person;
    },
  })),
);
