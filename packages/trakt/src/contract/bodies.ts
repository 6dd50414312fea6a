import * as z from "zod";
import { Instant, Int64Id, SortBy, SortHow } from "./params.ts";

/** What a thing is named by when writing: one id is enough, and Trakt's own is the surest. */
export const IdsToWrite = z
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

const people = {
  people: z.array(z.strictObject({ ids: IdsToWrite, notes: z.string().max(500).optional() })).optional(),
};

/** Things for personal lists, which take people, too; `notes` (500 characters) only for VIP accounts. */
export const ThingsForPersonalList = z
  .strictObject({ ...things({ notes: z.string().max(500).optional() }), ...people })
  .refine(notEmpty, somethingToSend);

/** Things on personal lists, people among them. */
export const ThingsOnPersonalList = z
  .strictObject({ ...things({}), people: z.array(z.strictObject({ ids: IdsToWrite })).optional() })
  .refine(notEmpty, somethingToSend);

/** Plays to add. Not idempotent: the same play sent twice is two plays. */
export const Plays = z.strictObject(things({ watched_at: WatchedAt.optional() })).refine(notEmpty, somethingToSend);

/** Plays to remove: all of the things named, or single ones by their history ids. */
export const PlaysToRemove = z
  .strictObject({ ...things({}), ids: z.array(Int64Id).optional() })
  .refine(notEmpty, somethingToSend);

/** What a copy is like; what is left out is not known. Trakt: "Add to Collection". */
const Copy = {
  /** An instant, or `released` for the day it came out. */
  collected_at: z.union([Instant, z.literal("released")]).optional(),
  media_type: z.enum(["digital", "bluray", "hddvd", "dvd", "vcd", "vhs", "betamax", "laserdisc"]).optional(),
  resolution: z
    .enum(["uhd_4k", "hd_1080p", "hd_1080i", "hd_720p", "sd_480p", "sd_480i", "sd_576p", "sd_576i"])
    .optional(),
  hdr: z.enum(["dolby_vision", "hdr10", "hdr10_plus", "hlg"]).optional(),
  audio: z
    .enum([
      "lpcm",
      "mp3",
      "aac",
      "ogg",
      "wma",
      "flac",
      "dts",
      "dts_ma",
      "dts_hr",
      "dts_x",
      "auro_3d",
      "dolby_digital",
      "dolby_digital_plus",
      "dolby_digital_plus_atmos",
      "dolby_atmos",
      "dolby_truehd",
      "dolby_prologic",
    ])
    .optional(),
  audio_channels: z
    .string()
    .regex(/^\d{1,2}\.\d(\.\d)?$/, "must be channels, as 5.1 or 7.1.4")
    .optional(),
  "3d": z.boolean().optional(),
};

/** Copies for the collection; what is there already is updated with what is sent. */
export const ThingsToCollect = z.strictObject(things(Copy)).refine(notEmpty, somethingToSend);

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

const ShowToFind = z.strictObject({
  ids: IdsToWrite.optional(),
  title: z.string().min(1).optional(),
  year: z.int().optional(),
});

const watched = {
  movie: z.strictObject({ ids: IdsToWrite, title: z.string().optional(), year: z.int().nullish() }).optional(),
  /** By ids or, with `show`, by season and number or by the number counted from the show's first. */
  episode: z
    .strictObject({
      ids: IdsToWrite.optional(),
      season: z.int().min(0).optional(),
      number: z.int().min(0).optional(),
      number_abs: z.int().min(1).optional(),
      title: z.string().nullish(),
    })
    .optional(),
  show: ShowToFind.refine(
    ({ ids, title }) => ids !== undefined || title !== undefined,
    "needs ids or a title",
  ).optional(),
  app_version: z.string().optional(),
  app_date: z.string().optional(),
};

const Watched = z.object(watched);

function namesOneOf({ movie, episode, show }: z.infer<typeof Watched>): boolean {
  if (movie !== undefined) return episode === undefined && show === undefined;
  if (episode === undefined) return false;
  const { ids, season, number, number_abs } = episode;
  const numbered = number_abs !== undefined || (season !== undefined && number !== undefined);
  return ids !== undefined || (show !== undefined && numbered);
}
const oneThing = "must name one movie or one episode";

/** What a player plays, and how far it is in percent. */
export const Scrobble = z
  .strictObject({ ...watched, progress: z.number().min(0).max(100) })
  .refine(namesOneOf, oneThing);

/** What somebody sits down to watch; `sharing` goes before the person's own settings. */
export const CheckIn = z
  .strictObject({
    ...watched,
    sharing: z
      .strictObject({
        twitter: z.boolean().optional(),
        mastodon: z.boolean().optional(),
        tumblr: z.boolean().optional(),
      })
      .optional(),
    message: z.string().optional(),
    venue_id: z.string().optional(),
    venue_name: z.string().optional(),
  })
  .refine(namesOneOf, oneThing);

/** The order of a list's items by their ids; what is not named keeps its rank. */
export const NewOrder = z.strictObject({ rank: z.array(z.int().min(1)).min(1) });

/** What a list says of itself, and how its owner likes it sorted. */
export const ListChange = z
  .strictObject({ description: z.string().optional(), sort_by: SortBy.optional(), sort_how: SortHow.optional() })
  .refine((change) => Object.values(change).some((value) => value !== undefined), "changes nothing");

/** A note of at most 500 characters; null removes it. Only for VIP accounts. */
export const ItemNotes = z.strictObject({ notes: z.string().max(500).nullable() });
