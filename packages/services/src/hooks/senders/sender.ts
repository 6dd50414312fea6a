import type { HookMedia } from "@showrunner/core/events/outside.ts";
import * as z from "zod";

/** What a call of a hook says, in our words. */
export interface Told {
  /** The sender's own word for what happened. */
  event: string;
  /** Something was watched to its end. */
  watched: boolean;
  /** Something plays now: begun, or gone on with. */
  playing: boolean;
  user?: string | undefined;
  device?: string | undefined;
  title?: string | undefined;
  media?: HookMedia | undefined;
}

/** How one kind of sender writes. Its schemas read tolerantly: what is not of the expected shape is not there. */
export type Sender = (payload: Record<string, unknown>) => Told;

const longestText = 300;

/** A text, cut where no name is longer; numbers are texts too. */
export const Text = z
  .union([z.string(), z.number()])
  .transform((value) => String(value).slice(0, longestText).trim())
  .transform((text) => (text === "" ? undefined : text))
  .optional()
  .catch(undefined);

/** A whole number, also where it was sent as a text. */
export const Whole = z
  .union([z.int(), z.string().regex(/^\d{1,9}$/)])
  .transform(Number)
  .optional()
  .catch(undefined);

export const Yes = z
  .union([z.boolean(), z.enum(["true", "True", "false", "False"])])
  .transform((value) => value === true || value === "true" || value === "True")
  .catch(false);

const ImdbId = z.string().regex(/^tt\d{5,10}$/);
const NumberId = z.union([z.int().min(1), z.string().regex(/^[1-9]\d{0,9}$/)]).transform(Number);

export type Ids = HookMedia["ids"];

/** The ids that are of a known shape; whatever else a sender put there is left out. */
export function idsOf(given: Record<keyof Ids, unknown> | Partial<Record<keyof Ids, unknown>>): Ids {
  const imdb = ImdbId.safeParse(given.imdb).data;
  const ids: Ids = {};
  if (imdb !== undefined) ids.imdb = imdb;
  for (const name of ["trakt", "tmdb", "tvdb"] as const) {
    const id = NumberId.safeParse(given[name]).data;
    if (id !== undefined) ids[name] = id;
  }
  return ids;
}

/** Leaves out what is not known: a record that is kept has no holes. */
export function media(found: {
  type: HookMedia["type"];
  title?: string | undefined;
  year?: number | undefined;
  show_title?: string | undefined;
  season?: number | undefined;
  number?: number | undefined;
  ids: Ids;
  show_ids?: Ids;
}): HookMedia {
  const { type, title, year, show_title, season, number, ids, show_ids = {} } = found;
  return {
    type,
    ...(title === undefined ? {} : { title }),
    ...(year === undefined ? {} : { year }),
    ...(show_title === undefined ? {} : { show_title }),
    ...(season === undefined ? {} : { season }),
    ...(number === undefined ? {} : { number }),
    ids,
    show_ids,
  };
}
