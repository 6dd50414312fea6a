import { empty, json, notFoundPage, type Answer } from "../http/answer.ts";
import type { Call, Route } from "../http/call.ts";
import { episodeBody, seasonBody } from "../http/media.ts";
import { titleNamed } from "../http/titles.ts";
import type { Season, Show } from "../world/library.ts";
import { partRoutes, partVideos, seasonNamed, translationsOfPart, type Part } from "./show-parts.ts";

const base = "/shows/:id/seasons/:season";

export const seasonRoutes: readonly Route[] = [
  route(`${base}/info`, info),
  route("/shows/:id/seasons/all/videos", allVideos),
  ...partRoutes(base, (call) => {
    const named = seasonNamed(call);
    return named && seasonPart(named.show, named.season);
  }),
  route(base, episodes),
];

function route(path: string, handle: Route["handle"]): Route {
  return { method: "GET", path, auth: "optional", dialect: "workers", handle };
}

function seasonPart(show: Show, season: Season): Part {
  return {
    show,
    season,
    episode: undefined,
    key: `season:${season.show}:${season.number}`,
    trakt: season.trakt,
    title: season.number === 0 ? "Specials" : `Season ${season.number}`,
    episodes: season.episodes,
  };
}

/** The workers answer an unknown season with an empty list. */
function episodes(call: Call): Answer {
  const named = seasonNamed(call);
  if (named === undefined) return call.dialect === "workers" ? json([]) : notFoundPage();
  const language = call.query.get("translations");
  const { episodesReversed } = call.behaviour;
  const inOrder = episodesReversed ? named.season.episodes.toReversed() : named.season.episodes;
  return json(
    inOrder.map((episode) => ({
      ...episodeBody(call, episode),
      ...(language === null ? {} : { translations: translationsOfPart(named.show, episode.title, language) }),
    })),
  );
}

/** Always with all that is known. */
function info(call: Call): Answer {
  if (titleNamed(call, "show") === undefined) return notFoundPage();
  const named = seasonNamed(call);
  if (named === undefined) return empty(204);
  return json(seasonBody({ ...call, extended: new Set(["full"]) }, named.season));
}

function allVideos(call: Call): Answer {
  const title = titleNamed(call, "show");
  if (title?.type !== "show") return notFoundPage();
  return json(title.show.seasons.flatMap((season) => partVideos(seasonPart(title.show, season))));
}
