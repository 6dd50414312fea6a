import type { Answer } from "../http/answer.ts";
import { isoOf, type Call } from "../http/call.ts";
import { unheardOf, userBody } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { authorStats, commentsOn, isReview, repliesTo } from "../world/comments.ts";
import type { Comment } from "../world/social.ts";

/** One comment or reply with its author, as every list of comments has it. */
export function commentBody(call: Call, comment: Comment): Record<string, unknown> {
  const { id, parent, text, spoiler, createdAt, updatedAt, likes } = comment;
  const author = call.state.people.get(comment.author);
  const user_stats = authorStats(call.state, comment);
  return unheardOf(call, {
    id,
    parent_id: parent ?? 0,
    created_at: isoOf(createdAt),
    updated_at: isoOf(updatedAt),
    comment: text,
    spoiler,
    review: isReview(comment),
    replies: repliesTo(call.state, comment).length,
    likes: likes.size,
    user_rating: user_stats.rating,
    ...(call.behaviour.missingNewerKeys ? {} : { language: "en", user_stats }),
    ...(author === undefined ? {} : { user: userBody(call, author) }),
  });
}

/**
 * The top-level comments about an item (`movie:28`, `list:<id>` …), sorted as `:sort` asks and paged: the answer of
 * every `…/comments/:sort`. Those of people whom the caller blocked or hides are left out, as Trakt does.
 */
export function commentsAnswer(call: Call, key: string): Answer {
  const { sort = "newest" } = call.params;
  const language = call.query.get("language") ?? "en";
  const comments = language === "en" || language === "all" ? seenBy(call, commentsOn(call.state, key)) : [];
  return page(call, sorted(call, comments, sort), { defaultLimit: 10 }, (comment) => commentBody(call, comment));
}

/** Without those of people whom the caller blocked, or whose comments they hide. */
export function seenBy(call: Call, comments: readonly Comment[]): Comment[] {
  const { blocked, hiddenAuthors } = call.viewer?.social ?? {};
  return comments.filter(({ author }) => blocked?.has(author) !== true && hiddenAuthors?.has(author) !== true);
}

type Score = (call: Call, comment: Comment) => number;

const monthMs = 30 * 86_400_000;

const likes: Score = (_call, comment) => comment.likes.size;
const replies: Score = (call, comment) => repliesTo(call.state, comment).length;
const rating: Score = (call, comment) => authorStats(call.state, comment).rating ?? 0;
const plays: Score = (call, comment) => authorStats(call.state, comment).play_count;

/** The highest first; of equals the newest. */
const scores: Readonly<Record<string, Score>> = {
  newest: () => 0,
  added: () => 0,
  oldest: (_call, comment) => -comment.createdAt,
  likes,
  likes_30: (call, comment) => [...comment.likes.values()].filter((at) => at > call.nowMs - monthMs).length,
  replies,
  replies_30: (call, comment) =>
    repliesTo(call.state, comment).filter((reply) => reply.createdAt > call.nowMs - monthMs).length,
  highest: rating,
  rating,
  // Who did not rate it says nothing of it being bad.
  lowest: (call, comment) => -(authorStats(call.state, comment).rating ?? 11),
  plays,
  watched: (call, comment) => authorStats(call.state, comment).completed_count,
};

/** By one of Trakt's sorts; by the newest where it knows no such sort. */
export function sorted(call: Call, comments: readonly Comment[], sort: string): Comment[] {
  const score = scores[sort] ?? (() => 0);
  return comments
    .map((comment) => ({ comment, at: score(call, comment) }))
    .toSorted((a, b) => b.at - a.at || b.comment.createdAt - a.comment.createdAt || b.comment.id - a.comment.id)
    .map(({ comment }) => comment);
}
