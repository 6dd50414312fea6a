import * as z from "zod";

/** The page asked for, from 1, and its size; Trakt clamps the size to what it gives at most. */
export const paging = {
  page: z.int().min(1).optional(),
  limit: z.int().min(1).optional(),
};

/** The levels that each `extended` parameter takes. */
export const extendedLevels = z.registry<{ levels: readonly string[] }>();

/** How much a reply says of each thing: one level, or several, which are sent comma-separated. Trakt: extended info. */
export function extended<const Level extends string>(...levels: readonly [Level, ...Level[]]) {
  const level = z.enum(levels);
  const parameter = z.union([level, z.array(level).min(1).readonly()]).optional();
  extendedLevels.add(parameter, { levels });
  return { extended: parameter };
}

/** Asks for all that is known of a thing, instead of its title, year and ids. */
export const full = extended("full");

/** A UTC instant, as Trakt writes them: `2014-11-20T07:01:32.000Z`. */
export const Instant = z.iso.datetime("must be an instant in UTC, as 2026-11-20T18:00:00.000Z");

/** `YYYY-MM-DD`, in UTC. */
export const Day = z.iso.date("must be a day, as 2026-11-20");

/** A number of 64 bits as Trakt has them for plays: beyond what a double holds exactly, a bigint. Trakt: int64 ids. */
export const Int64 = z.union([z.int(), z.bigint()]);
export type Int64 = z.infer<typeof Int64>;

/** An id of 64 bits that is sent. */
export const Int64Id = z.union([z.int().min(1), z.bigint().min(1n)]);

/** A show or movie in a path: Trakt's number, its slug, or its IMDb id. */
export const PathId = z.union([
  z.int().min(1),
  z.string().regex(/^[\p{L}\p{N}_-]{1,200}$/u, "must be a Trakt id, slug or IMDb id"),
]);

/** A person in a path: their slug, or `me` for whose token it is. */
export const PersonId = z.string().regex(/^[\p{L}\p{N}_-]{1,100}$/u, "must be a user's slug, or me");

export const ItemsType = z.enum(["movies", "shows", "seasons", "episodes"]);
export const SortHow = z.enum(["asc", "desc"]);

/** The orders of lists. Trakt: sort_by of list items. */
export const SortBy = z.enum([
  "rank",
  "added",
  "title",
  "released",
  "runtime",
  "popularity",
  "percentage",
  "votes",
  "my_rating",
  "random",
  "watched",
  "collected",
]);
