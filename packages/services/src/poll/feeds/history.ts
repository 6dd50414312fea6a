import { Problem } from "@showrunner/core/errors.ts";
import { diffPlays, mergePlays, Play, playsAgree } from "@showrunner/detect/plays.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import type * as z from "zod";
import type { Feed, FeedRead } from "./feed.ts";
import { compactEpisode, compactMovie, compactShow } from "./media.ts";

type HistoryItem = z.infer<typeof Sync.history.reply>[number];

function playOf(one: HistoryItem): Play | undefined {
  const { watched_at, action } = one;
  const id = keepableId(one);
  if (one.type === "movie" && one.movie != null)
    return { id, watched_at, action, item_type: "movie", movie: compactMovie(one.movie) };
  if (one.type === "episode" && one.episode != null && one.show != null)
    return {
      id,
      watched_at,
      action,
      item_type: "episode",
      episode: compactEpisode(one.episode),
      show: compactShow(one.show),
    };
  return undefined;
}

/** Snapshots and events hold ids as JSON numbers: one that would be rounded there could be another play's. */
function keepableId({ id }: HistoryItem): number {
  if (typeof id === "number") return id;
  throw new Problem({
    code: "history.id_too_large",
    message: `the play ${id} has an id beyond 2^53, which events cannot carry`,
    hint: "A newer version of Showrunner is needed. Nothing is lost meanwhile: the history is read again then.",
  });
}

async function readEverything(session: TraktSession): Promise<FeedRead<Play>> {
  const { items, whole } = await session.readWhole(Sync.history, {});
  return { rows: items.map(playOf).filter((one) => one !== undefined), whole, settled: whole };
}

/**
 * The history is long, so a poll reads back only until it meets what it knows, then holds Trakt's count of items
 * against its own. When they differ, something was removed or added far back, and everything is read.
 */
async function read(session: TraktSession, known: Play[] | undefined, whole: boolean): Promise<FeedRead<Play>> {
  if (known === undefined || whole) return readEverything(session);
  const ids = new Set(known.map((play) => play.id));
  const rows: Play[] = [];
  for await (const page of session.pages(Sync.history, {})) {
    const plays = page.items.map(playOf).filter((one) => one !== undefined);
    rows.push(...plays);
    if (page.itemCount === null) break;
    if (playsAgree({ before: known, after: rows, itemCount: page.itemCount }))
      return { rows, whole: false, settled: true };
    if (plays.some((play) => ids.has(play.id))) break;
  }
  return readEverything(session);
}

export const history: Feed<Play> = {
  name: "history",
  activityKeys: ["episodes.watched_at", "movies.watched_at"],
  types: ["episode.watched", "movie.watched", "play.removed"],
  row: Play,
  read,
  diff: diffPlays,
  merge: mergePlays,
};
