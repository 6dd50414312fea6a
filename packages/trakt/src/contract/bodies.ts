import * as z from "zod";
import { Instant } from "./params.ts";

/** What a thing is named by when writing: one id is enough, and Trakt's own is the surest. */
const IdsToWrite = z
  .strictObject({
    trakt: z.int().min(1).optional(),
    slug: z.string().min(1).optional(),
    imdb: z.string().min(1).optional(),
    tmdb: z.int().min(1).optional(),
    tvdb: z.int().min(1).optional(),
  })
  .refine((ids) => Object.values(ids).some((id) => id !== undefined), "needs at least one id");

/**
 * The lists of things that writes take, each thing with `extra`. A show may name seasons, and they episodes, by number;
 * without them the show itself is meant, which for the history means every episode of it.
 */
function things<Extra extends z.ZodRawShape>(extra: Extra) {
  const thing = z.strictObject({ ids: IdsToWrite, ...extra });
  const episode = z.strictObject({ number: z.int().min(0), ...extra });
  const season = z.strictObject({ number: z.int().min(0), episodes: z.array(episode).optional(), ...extra });
  return {
    movies: z.array(thing).optional(),
    shows: z.array(z.strictObject({ ids: IdsToWrite, seasons: z.array(season).optional(), ...extra })).optional(),
    seasons: z.array(thing).optional(),
    episodes: z.array(thing).optional(),
  };
}

const somethingToSend = "names nothing";
const notEmpty = (body: object): boolean =>
  Object.values(body).some((list: unknown) => Array.isArray(list) && list.length > 0);

/** Things by their ids, for removals. */
export const Things = z.strictObject(things({})).refine(notEmpty, somethingToSend);

/** Things for lists; `notes` (500 characters) only for VIP accounts. */
export const ThingsToList = z
  .strictObject(things({ notes: z.string().max(500).optional() }))
  .refine(notEmpty, somethingToSend);

/** When it was watched: an instant, `released` for the day it came out, or `unknown`. */
const WatchedAt = z.union([Instant, z.literal("released"), z.literal("unknown")]);

/** Plays to add. Not idempotent: the same play sent twice is two plays. */
export const Plays = z.strictObject(things({ watched_at: WatchedAt.optional() })).refine(notEmpty, somethingToSend);

/** Plays to remove: all of the things named, or single ones by their history ids. */
export const PlaysToRemove = z
  .strictObject({ ...things({}), ids: z.array(z.int().min(1)).optional() })
  .refine(notEmpty, somethingToSend);

/** Ratings from 1 to 10; a show with rated seasons needs none itself. */
export const Ratings = z
  .strictObject(things({ rating: z.int().min(1).max(10).optional(), rated_at: Instant.optional() }))
  .refine(notEmpty, somethingToSend);

/** What may be hidden depends on the section: seasons only from progress, users only from comments. */
export const ThingsToHide = z
  .strictObject({
    ...things({ hidden_at: Instant.optional() }),
    users: z.array(z.strictObject({ ids: z.strictObject({ slug: z.string().min(1) }) })).optional(),
  })
  .refine(notEmpty, somethingToSend);
