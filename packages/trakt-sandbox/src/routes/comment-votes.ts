import { empty, json, notFoundPage, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { unheardOf } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { Reaction } from "../world/social-ops.ts";
import type { Comment } from "../world/social.ts";
import { commentBody } from "./comment-bodies.ts";
import { onComment } from "./comments.ts";
import { likersAnswer, userOf } from "./likers.ts";

const one = "/comments/:id";
const rails = { dialect: "rails" } as const;
const workers = { dialect: "workers" } as const;

/** What people think of comments: likes, and since 2025 reactions. */
export const commentVoteRoutes: readonly Route[] = [
  {
    method: "GET",
    path: `${one}/likes`,
    auth: "optional",
    ...rails,
    handle: onComment((call, comment) => likersAnswer(call, comment.likes)),
  },
  { method: "POST", path: `${one}/like`, auth: "required", ...rails, handle: onComment(like(true)) },
  { method: "DELETE", path: `${one}/like`, auth: "required", ...rails, handle: onComment(like(false)) },
  { method: "GET", path: `${one}/reactions/summary`, auth: "optional", ...workers, handle: onComment(summary) },
  { method: "GET", path: `${one}/reactions`, auth: "optional", ...workers, handle: onComment(reactions) },
  {
    method: "POST",
    path: `${one}/reactions/:reaction_type`,
    auth: "required",
    ...workers,
    handle: onComment(react(true)),
  },
  {
    method: "DELETE",
    path: `${one}/reactions/:reaction_type`,
    auth: "required",
    ...workers,
    handle: onComment(react(false)),
  },
  { method: "GET", path: "/users/reactions/comments", auth: "required", ...workers, handle: ownReactions },
];

/** Liking twice is liking once. */
function like(liked: boolean): (call: Call, comment: Comment) => Answer {
  return (call, comment) => {
    const { username } = me(call);
    const changes = comment.likes.has(username) !== liked;
    if (changes) call.world[liked ? "likeComment" : "unlikeComment"](username, comment.id);
    return { ...empty(204), changed: changes ? 1 : 0 };
  };
}

function react(on: boolean): (call: Call, comment: Comment) => Answer {
  return (call, comment) => {
    const reaction = Reaction.safeParse(call.params.reaction_type);
    if (!reaction.success) return notFoundPage();
    const { username } = me(call);
    const has = comment.reactions.some((other) => other.who === username && other.reaction === reaction.data);
    if (has !== on) call.world[on ? "react" : "unreact"](username, comment.id, reaction.data);
    return { ...empty(on ? 201 : 204), changed: has === on ? 0 : 1 };
  };
}

function summary(call: Call, { reactions: all }: Comment): Answer {
  const distribution = Object.fromEntries(
    Reaction.options.map((name) => [name, all.filter(({ reaction }) => reaction === name).length]),
  );
  const user_count = new Set(all.map(({ who }) => who)).size;
  return json(unheardOf(call, { reaction_count: all.length, user_count, distribution }));
}

function reactions(call: Call, comment: Comment): Answer {
  return page(call, comment.reactions.toReversed(), { defaultLimit: 10 }, ({ who, reaction, at }) =>
    unheardOf(call, { reacted_at: isoOf(at), reaction: { type: reaction }, ...userOf(call, who) }),
  );
}

function ownReactions(call: Call): Answer {
  const { username } = me(call);
  const own = [...call.state.comments.values()]
    .flatMap((comment) => comment.reactions.map((given) => ({ comment, ...given })))
    .filter(({ who }) => who === username)
    .toSorted((a, b) => b.at - a.at);
  return page(call, own, { defaultLimit: 10 }, ({ comment, reaction, at }) =>
    unheardOf(call, {
      reacted_at: isoOf(at),
      reaction: { type: reaction },
      type: "comment",
      comment: commentBody(call, comment),
    }),
  );
}
