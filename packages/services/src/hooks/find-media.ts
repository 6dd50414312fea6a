import { hash } from "node:crypto";
import { HookMedia } from "@showrunner/core/events/outside.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { sharedKey } from "@showrunner/core/keys.ts";
import { Episode, Movie, Show } from "@showrunner/core/media.ts";
import * as Episodes from "@showrunner/trakt/contract/episodes.ts";
import * as Search from "@showrunner/trakt/contract/search.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { compactEpisode, compactMovie, compactShow } from "../poll/feeds/media.ts";
import { load } from "../stored.ts";

/** What Trakt knows under a sender's ids; nothing where it knows none of them. */
const Found = z.object({ movie: Movie.optional(), show: Show.optional(), episode: Episode.optional() });
type Found = z.infer<typeof Found>;
const Known = z.object({ found: Found, readAt: z.number() });

const knownMs = 30 * 24 * 3_600_000;
/** Trakt may come to know it: a new episode is there a while before its ids are. */
const unknownMs = 3_600_000;

/**
 * The event of a hook with the movie, show or episode that it is about, as Trakt has it. Looked for only where a rule
 * needs it, and kept for everybody: the event itself stays as it was received.
 */
export async function withMedia(ctx: Services, event: ChangeEvent, isNeeded: boolean): Promise<ChangeEvent> {
  if (!isNeeded || event.type !== "hook.received") return event;
  const media = HookMedia.safeParse(event.data["media"]).data;
  if (media === undefined) return event;
  const found = await findMedia(ctx, media);
  return { ...event, data: { ...event.data, ...found } };
}

async function findMedia(ctx: Services, media: HookMedia): Promise<Found> {
  const { type, ids, show_ids, season, number } = media;
  const named = JSON.stringify([type, ids, show_ids, season, number]);
  const key = sharedKey(`HOOKMEDIA#${hash("sha256", named, "base64url")}`);
  const known = await load(ctx.store, Known, key);
  const now = ctx.clock.now();
  if (known !== undefined) {
    const isFound = Object.keys(known.value.found).length > 0;
    if (now - known.value.readAt < (isFound ? knownMs : unknownMs)) return known.value.found;
  }
  const found = await lookUp(ctx, media);
  const ttl = Math.ceil((now + knownMs) / 1000);
  await ctx.store.put({ ...key, v: (known?.v ?? 0) + 1, data: { found, readAt: now }, ttl });
  return found;
}

async function lookUp(ctx: Services, { type, ids, show_ids, season, number }: HookMedia): Promise<Found> {
  const thing = await byIds(ctx, type, ids);
  if (thing?.movie != null && type === "movie") return { movie: compactMovie(thing.movie) };
  if (thing?.show != null && type === "show") return { show: compactShow(thing.show) };
  if (thing?.show != null && thing.episode != null)
    return { show: compactShow(thing.show), episode: compactEpisode(thing.episode) };
  if (type !== "episode") return {};
  const show = (await byIds(ctx, "show", show_ids))?.show;
  if (show == null) return {};
  if (season === undefined || number === undefined) return { show: compactShow(show) };
  try {
    const asked = { id: String(show.ids.trakt), season, episode: number };
    return { show: compactShow(show), episode: compactEpisode(await ctx.trakt.call(Episodes.summary, asked)) };
  } catch (error) {
    if (error instanceof TraktError && error.kind === "not_found") return { show: compactShow(show) };
    throw error;
  }
}

/** The first of the ids that Trakt knows tells; one that is wrong leaves the others. */
async function byIds(
  ctx: Services,
  type: HookMedia["type"],
  ids: HookMedia["ids"],
): Promise<Search.SearchResult | undefined> {
  for (const id_type of ["trakt", "imdb", "tmdb", "tvdb"] as const) {
    const id = ids[id_type];
    if (id === undefined) continue;
    const results = await ctx.trakt.call(Search.lookup, { id_type, id, type });
    const result = results.find((one) => one.type === type);
    if (result !== undefined) return result;
  }
  return undefined;
}
