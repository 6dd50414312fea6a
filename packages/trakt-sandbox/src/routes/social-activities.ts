import { notFoundPage, type Answer } from "../http/answer.ts";
import { isoOf, type Call, type Route } from "../http/call.ts";
import { itemBody, listed, userBody } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { friendsOf, maySee } from "../world/follows.ts";
import type { Person } from "../world/state.ts";
import { isPerson, visiblePerson } from "./users.ts";

const circles: Readonly<Record<string, (person: Person) => ReadonlyMap<string, number>>> = {
  friends: friendsOf,
  followers: (person) => person.social.followers,
  following: (person) => person.social.following,
};

/** What the people around somebody watched, the newest first; of those whom the caller may see. */
export const socialActivityRoutes: readonly Route[] = [
  { method: "GET", path: "/users/:id/:type/activities", auth: "optional", dialect: "workers", handle: activities },
];

function activities(call: Call): Answer {
  const circle = circles[call.params.type ?? ""];
  const person = visiblePerson(call);
  if (!isPerson(person)) return person;
  if (circle === undefined) return notFoundPage();
  const plays = [...circle(person).keys()]
    .flatMap((username) => call.state.people.get(username) ?? [])
    .filter((other) => maySee(other, call.viewer))
    .flatMap((other) => other.plays.map((play) => ({ other, play })))
    .toSorted((a, b) => b.play.watchedAt - a.play.watchedAt || b.play.id - a.play.id);
  return page(call, plays, { defaultLimit: 10 }, ({ other, play }) => {
    const key = `${play.movie ? "movie" : "episode"}:${play.trakt}`;
    const facts = {
      id: play.id,
      activity_at: isoOf(play.watchedAt),
      action: play.action,
      user: userBody(call, other),
      user_rating: other.ratings.get(key)?.rating ?? null,
    };
    return listed(call, facts, itemBody(call, key) ?? {});
  });
}
