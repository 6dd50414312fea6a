import { json, notFoundPage, type Answer } from "../http/answer.ts";
import type { Call, Route } from "../http/call.ts";
import { creditsBody } from "../http/credits.ts";
import { unheardOf, userBody } from "../http/media.ts";
import { ratingBody } from "../http/rating-body.ts";
import { titleNamed } from "../http/titles.ts";
import { watchingNow } from "../world/audience.ts";
import { guestsOf, type Credit } from "../world/cast.ts";
import { commentCount } from "../world/comments.ts";
import { maySee } from "../world/follows.ts";
import { hasAired, type Episode, type Season, type Show } from "../world/library.ts";
import { partAudience } from "../world/part-audience.ts";
import { ratingOf, translationsOf, videosOf } from "../world/title-facts.ts";
import { commentsAnswer } from "./comment-bodies.ts";
import { listsAnswer } from "./list-bodies.ts";

/** What Trakt answers alike about seasons and about episodes. */

/** A season, or an episode, of a show. */
export interface Part {
  show: Show;
  season: Season;
  /** Undefined: the season is meant. */
  episode: Episode | undefined;
  /** `season:1390:2`, `episode:73640`. */
  key: string;
  trakt: number;
  title: string | null;
  /** The season's, or the one. */
  episodes: readonly Episode[];
}

export type Find = (call: Call) => Part | undefined;

/** The show that `:id` names, and its season `:season`. */
export function seasonNamed(call: Call): { show: Show; season: Season } | undefined {
  const title = titleNamed(call, "show");
  if (title?.type !== "show") return undefined;
  const season = title.show.seasons.find(({ number }) => String(number) === call.params["season"]);
  return season && { show: title.show, season };
}

const answers: Readonly<Record<string, (call: Call, part: Part) => Answer>> = {
  "/translations": (call, part) => json(translations(call, part)),
  "/translations/:language": (call, part) => json(translations(call, part)),
  "/comments": (call, part) => commentsAnswer(call, part.key),
  "/comments/:sort": (call, part) => commentsAnswer(call, part.key),
  "/lists": (call, part) => listsAnswer(call, part.key),
  "/lists/:type": (call, part) => listsAnswer(call, part.key),
  "/lists/:type/:sort": (call, part) => listsAnswer(call, part.key),
  "/people": people,
  "/ratings": ratings,
  "/stats": stats,
  "/watching": watching,
  "/videos": (_call, part) => json(partVideos(part)),
};

/** The routes below `base` that seasons and episodes have in common. */
export function partRoutes(base: string, find: Find): Route[] {
  return Object.entries(answers).map(([rest, answer]) => ({
    method: "GET",
    path: `${base}${rest}`,
    auth: "optional",
    dialect: rest.startsWith("/comments") || rest === "/stats" ? "rails" : "workers",
    handle: (call) => {
      const part = find(call);
      return part === undefined ? notFoundPage() : answer(call, part);
    },
  }));
}

/** As many as the show has, with the part's own title. */
export function translationsOfPart(show: Show, title: string | null, language?: string): Record<string, unknown>[] {
  return translationsOf({ type: "show", show })
    .filter((one) => language === undefined || language === "all" || one["language"] === language)
    .map((one) => ({ ...one, title }));
}

function translations(call: Call, { show, title }: Part): unknown[] {
  return translationsOfPart(show, title, call.params["language"]);
}

function people(call: Call, part: Part): Answer {
  const { show, episodes } = part;
  const aired = episodes.filter((episode) => hasAired(episode, call.nowMs));
  const guests = call.extended.has("guest_stars") ? guestsIn(show, aired) : [];
  const title = { type: "show", trakt: show.facts.ids.trakt } as const;
  return json(creditsBody(call, title, { episodes: aired.length, guests }));
}

/** Each guest once, with how many of the episodes they are in. */
function guestsIn(show: Show, episodes: readonly Episode[]): Credit[] {
  const all = episodes.flatMap(({ season, number }) => guestsOf(show, season, number));
  return [...Map.groupBy(all, ({ artist }) => artist.ids.trakt).values()].flatMap((credits) =>
    credits[0] === undefined ? [] : [{ ...credits[0], episodes: credits.length }],
  );
}

/** Nobody else rates parts of shows here. */
function ratings(call: Call, { key }: Part): Answer {
  return json(unheardOf(call, ratingBody(call, ratingOf(call.state, key, {}), {})));
}

function stats(call: Call, part: Part): Answer {
  const { collected_episodes, ...counts } = partAudience(call.state, part.key, part.episodes);
  return json(
    unheardOf(call, {
      ...counts,
      comments: commentCount(call.state, part.key),
      votes: ratingOf(call.state, part.key, {}).votes,
      ...(part.episode === undefined ? { collected_episodes } : {}),
    }),
  );
}

function watching(call: Call, { key }: Part): Answer {
  const viewers = watchingNow(call.state, call.nowMs).get(key) ?? [];
  return json(viewers.filter((person) => maySee(person, call.viewer)).map((person) => userBody(call, person)));
}

/** Those of a title that began when the part aired. */
export function partVideos({ show, trakt, title, episodes }: Part): unknown[] {
  const { facts } = show;
  const named = { ...facts, title: `${facts.title}: ${title ?? ""}`, ids: { ...facts.ids, trakt } };
  return videosOf({ type: "show", show: { ...show, facts: named, firstAired: episodes[0]?.firstAired ?? null } });
}
