import { empty, json, notFoundPage, written, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { unheardOf } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { friendsOf, requestsBy, requestsTo, type FollowRequest } from "../world/follows.ts";
import type { Person } from "../world/state.ts";
import { userOf } from "./likers.ts";
import { isPerson, visiblePerson } from "./users.ts";

const rails = { dialect: "rails" } as const;
const workers = { dialect: "workers" } as const;

/** Before the routes of `/users/:id/…`, some of which have the same shape. */
export const followRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/users/requests",
    auth: "required",
    ...rails,
    handle: (call) => requestsAnswer(call, requestsTo(me(call)), "from"),
  },
  {
    method: "GET",
    path: "/users/requests/following",
    auth: "required",
    ...rails,
    handle: (call) => requestsAnswer(call, requestsBy(call.state, me(call).username), "to"),
  },
  { method: "POST", path: "/users/requests/:request", auth: "required", ...rails, handle: onRequest(approve) },
  { method: "DELETE", path: "/users/requests/:request", auth: "required", ...rails, handle: onRequest(deny) },
  { method: "GET", path: "/users/blocked", auth: "required", ...workers, handle: readBlocked },
  { method: "POST", path: "/users/:id/follow", auth: "required", ...rails, handle: follow },
  { method: "DELETE", path: "/users/:id/follow", auth: "required", ...rails, handle: unfollow },
  { method: "POST", path: "/users/:id/block", auth: "required", ...workers, handle: block },
  { method: "DELETE", path: "/users/:id/block", auth: "required", ...workers, handle: unblock },
  around("followers", "followed_at", "workers", (person) => person.social.followers),
  around("following", "followed_at", "workers", (person) => person.social.following),
  around("friends", "friends_at", "rails", friendsOf),
];

/** The person whom `:id` names, whether or not they may be seen: to follow somebody, one need not see them. */
function anybody(call: Call): Person | undefined {
  const { id = "" } = call.params;
  const { people, usernamesBySlug } = call.state;
  return id === "me" ? call.viewer : (people.get(id) ?? people.get(usernamesBySlug.get(id) ?? ""));
}

function around(
  name: string,
  since: string,
  dialect: "rails" | "workers",
  find: (person: Person) => ReadonlyMap<string, number>,
): Route {
  return {
    method: "GET",
    path: `/users/:id/${name}`,
    auth: "optional",
    dialect,
    handle: (call) => {
      const person = visiblePerson(call);
      if (!isPerson(person)) return person;
      const others = [...find(person)].toSorted(([, a], [, b]) => b - a);
      return page(call, others, { defaultLimit: 100 }, ([username, at]) =>
        unheardOf(call, { [since]: isoOf(at), ...userOf(call, username) }),
      );
    },
  };
}

/** A private person is asked first; whom one follows, asks or cannot follow is a 409. */
function follow(call: Call): Answer {
  const viewer = me(call);
  const other = anybody(call);
  if (other === undefined) return notFoundPage();
  const { username } = other;
  const already = viewer.social.following.has(username) || other.social.requests.has(viewer.username);
  if (already || username === viewer.username || other.social.blocked.has(viewer.username)) return empty(409);
  const outcome = call.world.follow(viewer.username, username);
  const approved_at = outcome === "following" ? isoOf(call.nowMs) : null;
  return written(unheardOf(call, { approved_at, ...userOf(call, username) }), 1);
}

function unfollow(call: Call): Answer {
  const other = anybody(call);
  if (other === undefined) return notFoundPage();
  call.world.unfollow(me(call).username, other.username);
  return { ...empty(204), changed: 1 };
}

function block(call: Call): Answer {
  const viewer = me(call);
  const other = anybody(call);
  if (other === undefined) return notFoundPage();
  if (other.username === viewer.username || viewer.social.blocked.has(other.username)) return empty(409);
  call.world.block(viewer.username, other.username);
  return { ...empty(201), changed: 1 };
}

function unblock(call: Call): Answer {
  const other = anybody(call);
  if (other === undefined) return notFoundPage();
  call.world.unblock(me(call).username, other.username);
  return { ...empty(204), changed: 1 };
}

function readBlocked(call: Call): Answer {
  const newestFirst = [...me(call).social.blocked].toSorted(([, a], [, b]) => b - a);
  return json(
    newestFirst.map(([username, at]) => unheardOf(call, { blocked_at: isoOf(at), ...userOf(call, username) })),
  );
}

function requestsAnswer(call: Call, requests: readonly FollowRequest[], other: "from" | "to"): Answer {
  return json(
    requests
      .toSorted((a, b) => b.at - a.at)
      .map((one) => unheardOf(call, { id: one.id, requested_at: isoOf(one.at), ...userOf(call, one[other]) })),
  );
}

function onRequest(act: (call: Call, from: string) => Answer): (call: Call) => Answer {
  return (call) => {
    const request = requestsTo(me(call)).find(({ id }) => String(id) === call.params.request);
    return request === undefined ? notFoundPage() : act(call, request.from);
  };
}

function approve(call: Call, from: string): Answer {
  call.world.approveFollower(me(call).username, from);
  return written(unheardOf(call, { followed_at: isoOf(call.nowMs), ...userOf(call, from) }), 1, 200);
}

function deny(call: Call, from: string): Answer {
  call.world.denyFollower(me(call).username, from);
  return { ...empty(204), changed: 1 };
}
