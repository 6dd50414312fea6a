import { Episode, Movie, Show } from "@showrunner/core/media.ts";
import * as z from "zod";

/** What an event is about, as far as it is a show, a part of one, or a movie. Ids are Trakt's own. */
export interface TimelineThing {
  kind: "movie" | "show" | "season" | "episode";
  title: string;
  trakt: number;
  slug: string | null;
  year: number | null;
  season: number | null;
  episode: { number: number; title: string | null; trakt: number } | null;
}

const Told = z.object({
  movie: Movie.optional().catch(undefined),
  show: Show.optional().catch(undefined),
  season: z
    .union([z.int(), z.object({ number: z.int() }).transform(({ number }) => number)])
    .optional()
    .catch(undefined),
  episode: Episode.optional().catch(undefined),
});

/** The thing in an event's data; null where there is none, such as of a channel or a time. */
export function thingOf(data: Readonly<Record<string, unknown>>): TimelineThing | null {
  const { movie, show, season, episode } = Told.parse(data);
  const named = movie ?? show;
  if (named === undefined) return null;
  const part = movie === undefined ? episode : undefined;
  const number = part?.season ?? (movie === undefined ? season : undefined) ?? null;
  return {
    kind: movie !== undefined ? "movie" : part !== undefined ? "episode" : number === null ? "show" : "season",
    title: named.title,
    trakt: named.ids.trakt,
    slug: named.ids.slug ?? null,
    year: named.year ?? null,
    season: number,
    episode: part === undefined ? null : { number: part.number, title: part.title ?? null, trakt: part.ids.trakt },
  };
}
