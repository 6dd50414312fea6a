import { ShowFacts } from "@showrunner/core/media.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import type { WatchedShow } from "@showrunner/trakt/contract/sync.ts";
import * as UsersLibrary from "@showrunner/trakt/contract/users-library.ts";
import type { Services } from "../context.ts";
import { readSeasons, type SeasonWithEpisodes } from "./air-dates.ts";
import { inTurns, readsAtOnce } from "./in-turns.ts";
import { readOf } from "./person.ts";
import { statsReader } from "./play-stats.ts";
import type { ShowAndProgress } from "./progress-view.ts";
import { type ProgressAsTold, showProgress } from "./show-progress.ts";
import { findTitles } from "./titles.ts";
import { wholeList } from "./whole-list.ts";

/**
 * How far somebody else is. Trakt tells everybody's progress to themselves alone, so it is worked out from what they have
 * watched and what has aired; which seasons they hid is theirs to know. Nothing of it is kept but the air dates.
 */
export async function progressOfOther(
  ctx: Services,
  session: TraktSession,
  user: string,
  titles: readonly string[] | undefined,
): Promise<ShowAndProgress[]> {
  const items = await readOf(user, () =>
    wholeList(
      "the watched shows",
      session.readWhole(UsersLibrary.watched, { id: user, type: "shows", extended: ["full", "progress"] }),
    ),
  );
  const watched = new Map(items.flatMap((one) => (one.show === undefined ? [] : [[one.show.ids.trakt, one]])));
  const known = items.flatMap((one) => (one.show === undefined ? [] : [ShowFacts.parse(one.show)]));
  const wanted = titles === undefined ? known : await findTitles(session, titles, known);
  const statsOf = await statsReader(
    {
      all: () => wholeList("the history", session.readWhole(UsersLibrary.history, { id: user, type: "episodes" })),
      ofShow: (item_id) =>
        wholeList("the plays of a show", session.readWhole(UsersLibrary.history, { id: user, type: "shows", item_id })),
    },
    new Map([...watched].map(([id, { plays }]) => [id, plays])),
    wanted.map((show) => show.ids.trakt),
  );
  return await inTurns(wanted, readsAtOnce, async (show) => {
    const id = show.ids.trakt;
    const { seasons, dates } = await readSeasons(ctx, session, id);
    const now = ctx.clock.now();
    const told = progressFromPlays(seasons, watched.get(id), now);
    return { show, progress: showProgress(told, dates, await statsOf(id), now) };
  });
}

/** As Trakt counts: aired episodes alone, and no play from before a reset. */
export function progressFromPlays(
  seasons: readonly SeasonWithEpisodes[],
  watched: Pick<WatchedShow, "last_watched_at" | "reset_at" | "seasons"> | undefined,
  nowMs: number,
): ProgressAsTold {
  const resetMs = Date.parse(watched?.reset_at ?? "") || 0;
  const seen = new Set(
    (watched?.seasons ?? []).flatMap(({ number, episodes }) =>
      episodes
        .filter((episode) => Date.parse(episode.last_watched_at ?? "") > resetMs)
        .map((episode) => `${number}:${episode.number}`),
    ),
  );
  const airedSeasons = seasons
    .map((season) => ({
      number: season.number,
      episodes: (season.episodes ?? [])
        .filter((episode) => Date.parse(episode.first_aired ?? "") <= nowMs)
        .map((episode) => ({ ...episode, completed: seen.has(`${season.number}:${episode.number}`) }))
        .toSorted((a, b) => a.number - b.number),
    }))
    .filter((season) => season.episodes.length > 0);
  const counted = airedSeasons.map((season) => ({
    ...season,
    aired: season.episodes.length,
    completed: season.episodes.filter((episode) => episode.completed).length,
  }));
  return {
    aired: counted.reduce((sum, season) => sum + season.aired, 0),
    completed: counted.reduce((sum, season) => sum + season.completed, 0),
    last_watched_at: watched?.last_watched_at ?? null,
    seasons: counted,
    hidden_seasons: [],
    next_episode: nextOf(counted.flatMap((season) => season.episodes)),
  };
}

/** The next one after what was watched furthest on; where that was the last, the first that was passed over. */
function nextOf<T extends { completed: boolean }>(episodes: readonly T[]): T | null {
  const furthest = episodes.findLastIndex((episode) => episode.completed);
  return episodes[furthest + 1] ?? episodes.find((episode) => !episode.completed) ?? null;
}
