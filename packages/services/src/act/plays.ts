import type { ItemRef, TraktRequest } from "@showrunner/core/actions.ts";
import type { Part } from "@showrunner/core/deeds.ts";
import { Problem } from "@showrunner/core/errors.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import type * as z from "zod";
import { episodeRef, isPartOf } from "./parts.ts";

/** Trakt cuts `watched_at` to the minute. Trakt discussion 694. */
const minuteMs = 60_000;

/**
 * The plays that are in the history now of what each request is about: those of the minute that a play is to be added
 * at, or those that are to be removed; undefined where they could not be read to their end. A minute is read once.
 */
export async function partsOfHistory(
  session: TraktSession,
  requests: readonly TraktRequest[],
): Promise<(Part[] | undefined)[]> {
  const known = new Map<string, Promise<Part[] | undefined>>();
  const readOnce = (key: string, read: () => Promise<Part[] | undefined>): Promise<Part[] | undefined> => {
    const reading = known.get(key) ?? read();
    known.set(key, reading);
    return reading;
  };
  return await Promise.all(
    requests.map(async (request) => {
      const { item } = request;
      const at = request.do === "history.add" ? Date.parse(request.watched_at) : Number.NaN;
      if (!Number.isNaN(at)) {
        const from = Math.floor(at / minuteMs) * minuteMs;
        const span = { start_at: new Date(from).toISOString(), end_at: new Date(from + minuteMs - 1).toISOString() };
        const plays = await readOnce(span.start_at, () => readPlays(session, span));
        return plays?.filter((part) => isPartOf(part.item, item));
      }
      const target = targetOf(item);
      const plays = await readOnce(`${target.type}:${target.item_id}`, () => readPlays(session, target));
      const wanted = request.do === "history.remove" && request.plays !== "all" ? new Set(request.plays) : undefined;
      return plays?.filter(
        (part) => isPartOf(part.item, item) && (wanted === undefined || wanted.has(part.play ?? Number.NaN)),
      );
    }),
  );
}

/** Where the plays of a thing are read: a season without an id of its own with its show's. */
function targetOf(item: ItemRef): { type: "movies" | "shows" | "seasons" | "episodes"; item_id: number } {
  if (item.type !== "season") return { type: `${item.type}s`, item_id: item.trakt };
  return item.trakt === undefined ? { type: "shows", item_id: item.show } : { type: "seasons", item_id: item.trakt };
}

async function readPlays(
  session: TraktSession,
  params: z.input<typeof Sync.history.params>,
): Promise<Part[] | undefined> {
  const { items, whole } = await session.readWhole(Sync.history, params);
  if (!whole) return undefined;
  return items.flatMap(({ id, watched_at, movie, episode, show }): Part[] => {
    if (typeof id !== "number")
      throw new Problem({ code: "history.id_too_large", message: `the play ${id} has an id beyond 2^53` });
    if (movie !== undefined)
      return [{ item: { type: "movie", trakt: movie.ids.trakt, title: movie.title }, play: id, at: watched_at }];
    if (episode === undefined || show === undefined) return [];
    return [{ item: episodeRef(episode, show), play: id, at: watched_at }];
  });
}
