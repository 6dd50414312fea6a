import { json, notFoundPage, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { creditsBody } from "../http/credits.ts";
import { unheardOf, userBody } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { titleBody, titleNamed } from "../http/titles.ts";
import { audiences, watchingNow } from "../world/audience.ts";
import { guestsOf } from "../world/cast.ts";
import { authorStats, commentCount, commentsOn } from "../world/comments.ts";
import { maySee } from "../world/follows.ts";
import { ratingBody } from "../http/rating-body.ts";
import * as Facts from "../world/title-facts.ts";
import { factsOf, moviesOf, refOf, showsOf, titleKeyOf, type KnownTitle, type TitleType } from "../world/titles.ts";
import { commentsAnswer } from "./comment-bodies.ts";
import { listBody, listsAnswer } from "./list-bodies.ts";

interface Fact {
  /** After `/movies/:id`; several where parts of it may be left out. */
  paths: readonly string[];
  dialect: Route["dialect"];
  auth?: Route["auth"];
  /** Those that only one of the two has. */
  only?: TitleType;
  /** The newer backend's answer about an unknown title: an empty list where this is true. */
  list?: boolean;
  answer(call: Call, title: KnownTitle): Answer;
}

const facts: readonly Fact[] = [
  { paths: [""], dialect: "workers", answer: (call, title) => json(titleBody(call, title)) },
  { paths: ["/aliases"], dialect: "rails", answer: (_call, title) => json(Facts.aliasesOf(title)) },
  {
    paths: ["/releases", "/releases/:country"],
    dialect: "rails",
    only: "movie",
    answer: (call, title) =>
      json(Facts.releasesOf(title).filter(({ country }) => country === (call.params.country ?? country))),
  },
  {
    paths: ["/certifications"],
    dialect: "rails",
    only: "show",
    answer: (_call, title) => json(Facts.certificationsOf(title)),
  },
  {
    paths: ["/translations", "/translations/:language"],
    dialect: "rails",
    answer: (call, title) =>
      json(Facts.translationsOf(title).filter(({ language }) => language === (call.params.language ?? language))),
  },
  { paths: ["/ratings"], dialect: "workers", answer: ratings },
  { paths: ["/stats"], dialect: "rails", answer: stats },
  { paths: ["/people"], dialect: "rails", answer: people },
  { paths: ["/related"], dialect: "workers", list: true, answer: related },
  { paths: ["/studios"], dialect: "workers", list: true, answer: (_call, title) => json(Facts.studiosOf(title)) },
  { paths: ["/videos"], dialect: "workers", list: true, answer: (_call, title) => json(Facts.videosOf(title)) },
  { paths: ["/watching"], dialect: "rails", answer: watching },
  {
    paths: ["/lists", "/lists/:type", "/lists/:type/:sort"],
    dialect: "workers",
    list: true,
    answer: (call, title) => listsAnswer(call, titleKeyOf(title)),
  },
  {
    paths: ["/comments", "/comments/:sort"],
    dialect: "rails",
    answer: (call, title) => commentsAnswer(call, titleKeyOf(title)),
  },
  { paths: ["/listed"], dialect: "workers", auth: "required", only: "show", list: true, answer: myLists },
  { paths: ["/sentiments"], dialect: "workers", answer: sentiments },
];

const areas = [
  { area: "movies", type: "movie" },
  { area: "shows", type: "show" },
] as const;

/** What is known of one movie or show: `/movies/:id/…` and `/shows/:id/…`. */
export const titleFactRoutes: readonly Route[] = areas.flatMap(({ area, type }) =>
  facts
    .filter(({ only }) => only === undefined || only === type)
    .flatMap(({ paths, dialect, auth = "optional", list, answer }) =>
      paths.map((path): Route => ({
        method: "GET",
        path: `/${area}/:id${path}`,
        auth,
        dialect,
        handle: (call) => {
          const title = titleNamed(call, type);
          if (title !== undefined) return answer(call, title);
          return list === true && call.dialect === "workers" ? json([]) : notFoundPage();
        },
      })),
    ),
);

function ratings(call: Call, title: KnownTitle): Answer {
  const own = Facts.ratingOf(call.state, titleKeyOf(title), factsOf(title));
  return json(unheardOf(call, ratingBody(call, own, Facts.foreignRatingsOf(title))));
}

function stats(call: Call, title: KnownTitle): Answer {
  const key = titleKeyOf(title);
  const audience = audiences(call.state).get(key);
  const { votes } = Facts.ratingOf(call.state, key, factsOf(title));
  return json(
    unheardOf(call, {
      watchers: audience?.watchers ?? 0,
      plays: audience?.plays ?? 0,
      collectors: audience?.collectors ?? 0,
      ...(title.type === "show" ? { collected_episodes: audience?.collected ?? 0 } : {}),
      comments: commentCount(call.state, key),
      lists: audience?.lists ?? 0,
      votes,
      favorited: audience?.favorites ?? 0,
      // What favorites were called before.
      recommended: audience?.favorites ?? 0,
    }),
  );
}

function people(call: Call, title: KnownTitle): Answer {
  if (title.type === "movie" || !call.extended.has("guest_stars")) return json(creditsBody(call, refOf(title)));
  const guests = title.show.seasons
    .flatMap((season) => season.episodes)
    .flatMap((episode) => guestsOf(title.show, episode.season, episode.number));
  const once = [...new Map(guests.map((guest) => [guest.artist.ids.trakt, guest])).values()];
  return json(creditsBody(call, refOf(title), { guests: once }));
}

function related(call: Call, title: KnownTitle): Answer {
  const { library } = call.state;
  const all = title.type === "movie" ? moviesOf(library) : showsOf(library);
  return page(call, Facts.relatedTo(title, all), { defaultLimit: 10 }, (other) => titleBody(call, other));
}

/** Those whom the caller may see. */
function watching(call: Call, title: KnownTitle): Answer {
  const watchers = watchingNow(call.state, call.nowMs).get(titleKeyOf(title)) ?? [];
  return json(watchers.filter((person) => maySee(person, call.viewer)).map((person) => userBody(call, person)));
}

/** The caller's own lists that it is on. */
function myLists(call: Call, title: KnownTitle): Answer {
  const owner = me(call);
  const key = titleKeyOf(title);
  const lists = owner.lists.filter((list) => owner.shelves.get(`list:${list.id}`)?.entries.has(key) === true);
  return page(call, lists, { defaultLimit: 10 }, (list) => ({
    ...listBody(call, { owner, list }),
    total_count: lists.length,
  }));
}

const wellRated = 7;
const badlyRated = 4;

/** The first sentences of comments, told apart by how their authors rate the title. */
function sentiments(call: Call, title: KnownTitle): Answer {
  const comments = commentsOn(call.state, titleKeyOf(title));
  const said = (is: (rating: number) => boolean): unknown[] =>
    comments.flatMap((comment) => {
      const { rating } = authorStats(call.state, comment);
      if (rating === null || !is(rating)) return [];
      return [{ sentiment: comment.text.split(/(?<=[.!?])\s/)[0], comment_ids: [comment.id] }];
    });
  return json(
    unheardOf(call, {
      good: said((rating) => rating >= wellRated),
      bad: said((rating) => rating <= badlyRated),
      analyzed_at: isoOf(Math.max(0, ...comments.map(({ updatedAt }) => updatedAt))),
      comment_count: comments.length,
    }),
  );
}
