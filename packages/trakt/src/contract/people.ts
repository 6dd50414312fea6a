import * as z from "zod";
import { KnownFor, MovieCredits, Person, ShowCredits } from "./credits.ts";
import { defineEndpoint } from "./endpoint.ts";
import { movieFilters, showFilters } from "./filters.ts";
import { Day, full, Instant, paging, PathId } from "./params.ts";
import { ContainingLists } from "./title-facts.ts";
import { List } from "./users.ts";

const docs = "https://docs.trakt.tv/reference/people";

/** Somebody of cast or crew, always with all their facts. */
export const summary = defineEndpoint({
  id: "people.summary",
  method: "GET",
  path: "/people/:id",
  auth: "none",
  params: z.strictObject({ id: PathId, ...full }),
  reply: Person,
  emptyMeansUnknown: true,
  source: docs,
});

/** The movies that the person played in or worked on. */
export const movies = defineEndpoint({
  id: "people.movies",
  method: "GET",
  path: "/people/:id/movies",
  auth: "optional",
  params: z.strictObject({ id: PathId, ...full, ...movieFilters }),
  reply: MovieCredits,
  emptyMeansUnknown: true,
  source: docs,
});

/** The shows that the person played in or worked on, and in how many episodes. */
export const shows = defineEndpoint({
  id: "people.shows",
  method: "GET",
  path: "/people/:id/shows",
  auth: "optional",
  params: z.strictObject({ id: PathId, ...full, ...showFilters }),
  reply: ShowCredits,
  emptyMeansUnknown: true,
  source: docs,
});

/** The titles that the person is best known for, the best rated first; null when there is none. */
export const knownFor = defineEndpoint({
  id: "people.known_for",
  method: "GET",
  path: "/people/:id/known_for/:type?",
  auth: "optional",
  params: z.strictObject({ id: PathId, type: z.enum(["movies", "shows"]).optional(), ...full }),
  reply: z.array(KnownFor).nullable(),
  source: docs,
});

/** Public lists that the person is on; personal ones, the most popular first, unless it is said otherwise. */
export const lists = defineEndpoint({
  id: "people.lists",
  method: "GET",
  path: "/people/:id/lists/:type?/:sort?",
  auth: "optional",
  params: z.strictObject({
    id: PathId,
    type: ContainingLists.type.optional(),
    sort: ContainingLists.sort.optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(List),
  paginated: true,
  source: docs,
});

/** Known actors who have their birthday in this month. */
export const thisMonth = defineEndpoint({
  id: "people.this_month",
  method: "GET",
  path: "/people/this_month",
  auth: "none",
  params: z.strictObject({}),
  reply: z.array(Person),
  source: docs,
});

/** People whose data changed since, in UTC; at most 30 days back, and since today began when it is not said. */
export const updates = defineEndpoint({
  id: "people.updates",
  method: "GET",
  path: "/people/updates/:start_date?",
  auth: "none",
  params: z.strictObject({ start_date: z.union([Day, Instant]).optional(), ...paging, ...full }),
  reply: z.array(z.object({ updated_at: z.string(), person: Person })),
  paginated: true,
  source: docs,
});

/** The same, as Trakt's ids alone. */
export const updatedIds = defineEndpoint({
  id: "people.updated_ids",
  method: "GET",
  path: "/people/updates/id/:start_date?",
  auth: "none",
  params: z.strictObject({ start_date: z.union([Day, Instant]).optional(), ...paging }),
  reply: z.array(z.int()),
  paginated: true,
  source: docs,
});
