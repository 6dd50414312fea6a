import { empty, json, notFoundPage, type Answer } from "../http/answer.ts";
import type { Call, Route } from "../http/call.ts";
import { episodeBody, seasonBody } from "../http/media.ts";
import { titleNamed } from "../http/titles.ts";
import { hasAired, type Episode, type Show } from "../world/library.ts";
import { inOrder, progressRoutes } from "./progress.ts";
import { titleFactRoutes } from "./title-facts.ts";
import { titleUpdateRoutes } from "./title-updates.ts";

/** All of `/movies` and `/shows` but their charts, and what is about a single season or episode. */
export const showRoutes: readonly Route[] = [
  ...titleUpdateRoutes,
  ...progressRoutes,
  ...titleFactRoutes,
  { method: "GET", path: "/shows/:id/seasons", auth: "optional", dialect: "workers", handle: seasons },
  ...(["next_episode", "last_episode"] as const).map((which): Route => ({
    method: "GET",
    path: `/shows/:id/${which}`,
    auth: "optional",
    dialect: "workers",
    handle: (call) => {
      const show = showOf(call);
      if (show === undefined) return notFoundPage();
      const episode = which === "next_episode" ? nextEpisode(call, show) : lastEpisode(call, show);
      return episode === undefined ? empty(204) : json(episodeBody(call, episode));
    },
  })),
];

function showOf(call: Call): Show | undefined {
  const named = titleNamed(call, "show");
  return named?.type === "show" ? named.show : undefined;
}

/** The workers answer an unknown slug with an empty list. */
function seasons(call: Call): Answer {
  const show = showOf(call);
  if (show === undefined) return call.dialect === "workers" ? json([]) : notFoundPage();
  return json(
    show.seasons.map((season) => ({
      ...seasonBody(call, season),
      ...(call.extended.has("episodes")
        ? { episodes: inOrder(call, season.episodes).map((episode) => episodeBody(call, episode)) }
        : {}),
    })),
  );
}

/** Of the regular seasons, by air time. */
function aired(show: Show): Episode[] {
  return show.seasons
    .flatMap((season) => season.episodes)
    .filter((episode) => episode.season > 0 && episode.firstAired !== null)
    .toSorted((a, b) => (a.firstAired ?? 0) - (b.firstAired ?? 0));
}

function nextEpisode(call: Call, show: Show): Episode | undefined {
  return aired(show).find((episode) => !hasAired(episode, call.nowMs));
}

function lastEpisode(call: Call, show: Show): Episode | undefined {
  return aired(show).findLast((episode) => hasAired(episode, call.nowMs));
}
