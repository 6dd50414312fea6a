import { json, notFoundPage } from "../http/answer.ts";
import type { Call, Route } from "../http/call.ts";
import { episodeBody } from "../http/media.ts";
import { partRoutes, seasonNamed, type Part } from "./show-parts.ts";

const base = "/shows/:id/seasons/:season/episodes/:episode";

export const episodeRoutes: readonly Route[] = [
  ...partRoutes(base, episodeNamed),
  {
    method: "GET",
    path: base,
    auth: "optional",
    dialect: "workers",
    handle: (call) => {
      const episode = episodeNamed(call)?.episode;
      return episode === undefined ? notFoundPage() : json(episodeBody(call, episode));
    },
  },
];

function episodeNamed(call: Call): Part | undefined {
  const named = seasonNamed(call);
  const episode = named?.season.episodes.find(({ number }) => String(number) === call.params["episode"]);
  if (named === undefined || episode === undefined) return undefined;
  const { trakt, title } = episode;
  return { ...named, episode, key: `episode:${trakt}`, trakt, title, episodes: [episode] };
}
