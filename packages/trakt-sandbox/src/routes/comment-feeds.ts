import { notFoundPage, type Answer } from "../http/answer.ts";
import type { Call, Route } from "../http/call.ts";
import { unheardOf } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { isReview, repliesTo } from "../world/comments.ts";
import type { Comment } from "../world/social.ts";
import { attachedBody, maySeeAttached, typeOfKey } from "./attached.ts";
import { commentBody, seenBy } from "./comment-bodies.ts";
import { isPerson, visiblePerson } from "./users.ts";

const weekMs = 7 * 86_400_000;

/** Likes and replies of the last 7 days. */
function heat(call: Call, comment: Comment): number {
  const lately = (at: number): boolean => at > call.nowMs - weekMs;
  const replies = repliesTo(call.state, comment).filter((reply) => lately(reply.createdAt));
  return [...comment.likes.values()].filter(lately).length + replies.length;
}

/** How each feed is sorted: the highest first; what has nothing is left out of the trending. */
const feeds: Readonly<Record<string, { score: (call: Call, comment: Comment) => number; above: number }>> = {
  trending: { score: heat, above: 0 },
  recent: { score: (_call, comment) => comment.createdAt, above: -1 },
  updates: { score: (_call, comment) => comment.updatedAt, above: -1 },
};

export const commentFeedRoutes: readonly Route[] = Object.entries(feeds).flatMap(([name, { score, above }]) =>
  tails(`/comments/${name}`).map((path): Route => ({
    method: "GET",
    path,
    auth: "optional",
    dialect: "workers",
    handle: (call) => {
      const comments = wanted(call, allSeen(call));
      if (comments === undefined) return notFoundPage();
      const scored = comments.map((comment) => ({ comment, at: score(call, comment) }));
      const hot = scored.filter(({ at }) => at > above).toSorted((a, b) => b.at - a.at || b.comment.id - a.comment.id);
      return page(call, hot, { defaultLimit: 10 }, ({ comment }) => feedBody(call, comment));
    },
  })),
);

export const userCommentRoutes: readonly Route[] = tails("/users/:id/comments").map((path): Route => ({
  method: "GET",
  path,
  auth: "optional",
  dialect: "rails",
  handle: (call) => {
    const author = visiblePerson(call);
    if (!isPerson(author)) return author;
    const own = allSeen(call).filter((comment) => comment.author === author.username);
    return newestFirst(call, wanted(call, own));
  },
}));

function tails(path: string): string[] {
  return [path, `${path}/:comment_type`, `${path}/:comment_type/:type`];
}

function newestFirst(call: Call, comments: readonly Comment[] | undefined): Answer {
  if (comments === undefined) return notFoundPage();
  const sorted = comments.toSorted((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  return page(call, sorted, { defaultLimit: 10 }, (comment) => besideItem(call, comment));
}

/** The workers give the comment alone, Rails what it is about, too. */
function feedBody(call: Call, comment: Comment): Record<string, unknown> {
  return call.dialect === "workers" ? commentBody(call, comment) : besideItem(call, comment);
}

/** `{type, movie, comment}`. */
function besideItem(call: Call, comment: Comment): Record<string, unknown> {
  return unheardOf(call, { ...attachedBody(call, comment.on), comment: commentBody(call, comment) });
}

/** All comments but of whom the viewer blocked or hides, and about lists that are not for them. */
function allSeen(call: Call): Comment[] {
  return seenBy(call, [...call.state.comments.values()]).filter(({ on }) => maySeeAttached(call, on));
}

const commentTypes = ["all", "reviews", "shouts"];
const itemTypes = ["all", "movies", "shows", "seasons", "episodes", "lists"];

/** As `:comment_type`, `:type` and `include_replies` ask; undefined for types that Trakt does not have. */
function wanted(call: Call, comments: readonly Comment[]): Comment[] | undefined {
  const { comment_type = "all", type = "all" } = call.params;
  if (!commentTypes.includes(comment_type) || !itemTypes.includes(type)) return undefined;
  const replies = call.query.get("include_replies");
  return comments.filter((comment) => {
    const isReply = comment.parent !== null;
    if (isReply ? replies !== "true" && replies !== "only" : replies === "only") return false;
    if (comment_type !== "all" && isReview(comment) !== (comment_type === "reviews")) return false;
    return type === "all" || `${typeOfKey(comment.on)}s` === type;
  });
}
