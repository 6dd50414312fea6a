import { json, type Answer } from "../http/answer.ts";
import type { Call, Route } from "../http/call.ts";
import { unheardOf } from "../http/media.ts";
import { friendsOf } from "../world/follows.ts";
import type { Person, Play } from "../world/state.ts";
import { typeOfKey } from "./attached.ts";
import { isPerson, visiblePerson } from "./users.ts";

export const userStatsRoutes: readonly Route[] = [
  { method: "GET", path: "/users/:id/stats", auth: "optional", dialect: "rails", handle: stats },
];

function stats(call: Call): Answer {
  const person = visiblePerson(call);
  if (!isPerson(person)) return person;
  const { library } = call.state;
  const said = [...call.state.comments.values()].filter((comment) => comment.author === person.username);
  const opinions = (type: string): { ratings: number; comments: number } => ({
    ratings: [...person.ratings.keys()].filter((key) => typeOfKey(key) === type).length,
    comments: said.filter((comment) => typeOfKey(comment.on) === type).length,
  });
  const movies = person.plays.filter((play) => play.movie);
  const episodes = person.plays.filter((play) => !play.movie);
  const collected = [...(person.shelves.get("collection")?.entries.keys() ?? [])];
  const idsOf = (type: string): number[] =>
    collected.filter((key) => typeOfKey(key) === type).map((key) => Number(key.slice(type.length + 1)));
  const showsOf = (ids: readonly number[]): number =>
    new Set(ids.map((id) => library.episodes.get(id)?.show).filter((show) => show !== undefined)).size;
  const { followers, following } = person.social;
  return json(
    unheardOf(call, {
      movies: {
        plays: movies.length,
        watched: distinct(movies),
        minutes: sum(movies.map((play) => library.movies.get(play.trakt)?.facts.runtime ?? 0)),
        collected: idsOf("movie").length,
        ...opinions("movie"),
      },
      shows: {
        watched: showsOf(episodes.map((play) => play.trakt)),
        collected: showsOf(idsOf("episode")),
        ...opinions("show"),
      },
      seasons: opinions("season"),
      episodes: {
        plays: episodes.length,
        watched: distinct(episodes),
        minutes: sum(episodes.map((play) => minutesOf(call, play))),
        collected: idsOf("episode").length,
        ...opinions("episode"),
      },
      network: { friends: friendsOf(person).size, followers: followers.size, following: following.size },
      ratings: ratingsOf(person),
    }),
  );
}

function minutesOf(call: Call, play: Play): number {
  const episode = call.state.library.episodes.get(play.trakt);
  return episode?.runtime ?? call.state.library.shows.get(episode?.show ?? 0)?.facts.runtime ?? 0;
}

function ratingsOf(person: Person): { total: number; distribution: Record<string, number> } {
  const given = [...person.ratings.values()];
  const distribution = Object.fromEntries(
    Array.from({ length: 10 }, (_, at) => [String(at + 1), given.filter(({ rating }) => rating === at + 1).length]),
  );
  return { total: given.length, distribution };
}

function distinct(plays: readonly Play[]): number {
  return new Set(plays.map((play) => play.trakt)).size;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
