import * as z from "zod";
import { Person } from "./credits.ts";
import { defineEndpoint } from "./endpoint.ts";
import { mediaFilters } from "./filters.ts";
import { EpisodeFacts, MovieFacts, ShowFacts } from "./media.ts";
import { full, Int64, paging } from "./params.ts";
import { List } from "./users.ts";

const docs = "https://docs.trakt.tv/reference/search";

/** The higher the score, the better it fits; an episode comes with its show. `type` names which key is there. */
export const SearchResult = z.object({
  type: z.string(),
  score: z.number().nullish().catch(null),
  movie: MovieFacts.nullish(),
  show: ShowFacts.nullish(),
  episode: EpisodeFacts.nullish(),
  person: Person.nullish(),
  list: List.nullish(),
});
export type SearchResult = z.infer<typeof SearchResult>;

const ResultType = z.enum(["movie", "show", "episode", "person", "list"]);

const Field = z.enum([
  "title",
  "original_title",
  "tagline",
  "overview",
  "people",
  "translations",
  "aliases",
  "show_title",
  "name",
  "biography",
  "description",
]);

/**
 * Makes each character that Trakt's search gives a meaning to stand for itself:
 * `+ - && || ! ( ) { } [ ] ^ " ~ * ? : / \`. Trakt: search, special characters.
 */
export function literally(text: string): string {
  return text.replaceAll(/[-+&|!(){}[\]^"~*?:/\\]/g, String.raw`\$&`);
}

const fields = z.union([Field, z.array(Field).min(1)]).optional();
const query = z.string().trim().min(1, "must say what to look for");

/** The best fitting first. What is looked for has an own syntax: `literally` makes plain text of it. */
export const text = defineEndpoint({
  id: "search.text",
  method: "GET",
  path: "/search/:type",
  auth: "optional",
  params: z.strictObject({
    type: z.union([ResultType, z.literal("media"), z.array(ResultType).min(1)]),
    ...mediaFilters,
    query,
    fields,
    ...paging,
    ...full,
  }),
  reply: z.array(SearchResult),
  paginated: true,
  source: docs,
});

/** Movies and shows with just this title, three at most. */
export const exact = defineEndpoint({
  id: "search.exact",
  method: "GET",
  path: "/search/:type/exact",
  auth: "optional",
  params: z.strictObject({ type: z.enum(["movie", "show", "media"]), query, ...full }),
  reply: z.array(SearchResult),
  source: docs,
});

const LookupType = z.enum(["movie", "show", "episode", "person"]);

/** What has this id; of several types, as ids are unique only within one, and none when nobody knows it. */
export const lookup = defineEndpoint({
  id: "search.lookup",
  method: "GET",
  path: "/search/:id_type/:id",
  auth: "optional",
  params: z.strictObject({
    id_type: z.enum(["trakt", "imdb", "tmdb", "tvdb"]),
    id: z.union([z.int().min(1), z.string().regex(/^(tt|nm)?\d{1,15}$/, "must be a number, or an IMDb id")]),
    type: z.union([LookupType, z.array(LookupType).min(1)]).optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(SearchResult),
  paginated: true,
  source: docs,
});

/** What everybody looked for lately and then chose, the most often first. */
export const recent = defineEndpoint({
  id: "search.recent",
  method: "GET",
  path: "/search/recent_by_id/global/:type",
  auth: "optional",
  params: z.strictObject({
    type: z.enum(["movies", "shows"]),
    query: z.string().min(1).optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(
    z.object({
      id: Int64,
      count: z.int(),
      type: z.string(),
      movie: MovieFacts.nullish(),
      show: ShowFacts.nullish(),
    }),
  ),
  paginated: true,
  source: docs,
});

const Chosen = z.strictObject({
  query,
  /** Trakt's id of what was chosen. */
  id: z.int().min(1),
  type: z.enum(["movies", "shows", "people", "lists"]),
});

/** Counts what was chosen from a search among everybody's recent ones. */
export const addRecent = defineEndpoint({
  id: "search.add_recent",
  method: "POST",
  path: "/search/recent",
  auth: "required",
  params: z.strictObject({}),
  body: Chosen,
  reply: z.unknown(),
  source: docs,
});

/** Takes it back. */
export const removeRecent = defineEndpoint({
  id: "search.remove_recent",
  method: "POST",
  path: "/search/recent/remove",
  auth: "required",
  params: z.strictObject({}),
  body: Chosen,
  reply: z.unknown(),
  source: docs,
});
