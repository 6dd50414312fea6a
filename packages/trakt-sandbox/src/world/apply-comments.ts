import { unreachable } from "@showrunner/core/errors.ts";
import { touch } from "./activities.ts";
import type { OpOf } from "./ops.ts";
import { personOf, type State } from "./state.ts";

export type CommentOp = OpOf<
  "comment.added" | "comment.edited" | "comment.removed" | "comment.liked" | "comment.reacted"
>;

export function applyToComments(state: State, op: CommentOp): void {
  switch (op.kind) {
    case "comment.added": {
      const id = state.nextId++;
      const { at, who: author, on, parent, text, spoiler } = op;
      const times = { createdAt: at, updatedAt: at };
      state.comments.set(id, {
        id,
        on,
        parent,
        author,
        text,
        spoiler,
        ...times,
        likes: new Map(),
        reactions: [],
      });
      const others = state.commentsByItem.get(on) ?? new Set();
      state.commentsByItem.set(on, others.add(id));
      touch(personOf(state, author), at, [commentedAt(on)]);
      return;
    }
    case "comment.edited": {
      const comment = state.comments.get(op.comment);
      if (comment === undefined) return;
      comment.text = op.text;
      comment.spoiler = op.spoiler;
      comment.updatedAt = op.at;
      touch(personOf(state, comment.author), op.at, [commentedAt(comment.on)]);
      return;
    }
    case "comment.removed":
      removeComment(state, op.comment, op.at);
      return;
    case "comment.liked": {
      const comment = state.comments.get(op.comment);
      if (comment === undefined || comment.likes.has(op.who) === op.liked) return;
      if (op.liked) comment.likes.set(op.who, op.at);
      else comment.likes.delete(op.who);
      touch(personOf(state, op.who), op.at, ["comments.liked_at"]);
      return;
    }
    case "comment.reacted": {
      const comment = state.comments.get(op.comment);
      if (comment === undefined) return;
      const { who, reaction, at } = op;
      const others = comment.reactions.filter((one) => one.who !== who || one.reaction !== reaction);
      if (others.length < comment.reactions.length === op.on) return;
      comment.reactions = op.on ? [...others, { who, reaction, at }] : others;
      touch(personOf(state, who), at, ["comments.reacted_at"]);
      return;
    }
    default:
      unreachable(op);
  }
}

/** Takes away all that was said about something that is there no longer. */
export function removeCommentsOn(state: State, key: string, at: number): void {
  for (const id of state.commentsByItem.get(key) ?? []) removeComment(state, id, at);
}

/** The replies go with their comment. */
function removeComment(state: State, id: number, at: number): void {
  const comment = state.comments.get(id);
  if (comment === undefined) return;
  const sameItem = state.commentsByItem.get(comment.on) ?? new Set<number>();
  for (const other of sameItem) {
    if (state.comments.get(other)?.parent === id) removeComment(state, other, at);
  }
  state.comments.delete(id);
  sameItem.delete(id);
  touch(personOf(state, comment.author), at, [commentedAt(comment.on)]);
}

/** `movies.commented_at` … `lists.commented_at`. Trakt: /sync/last_activities. */
function commentedAt(key: string): string {
  return `${key.slice(0, key.indexOf(":"))}s.commented_at`;
}
