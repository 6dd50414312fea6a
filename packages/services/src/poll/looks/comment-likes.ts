import type { Draft } from "@showrunner/core/events/envelope.ts";
import { diffLikes, type Like, LikedRow, meetComments, type OwnComment } from "@showrunner/detect/comment-likes.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Comments from "@showrunner/trakt/contract/comments.ts";
import * as UsersSocial from "@showrunner/trakt/contract/users-social.ts";
import type * as z from "zod";
import { recordEvents } from "../../events/record-events.ts";
import { listedItemOf } from "../feeds/listed-item.ts";
import { traktPersonOf } from "../feeds/trakt-person.ts";
import { loadSnapshot, saveSnapshot } from "../snapshots.ts";
import type { Look } from "./look.ts";

/** How many like each of the person's newest comments; who is new is read where the number is another. */
export const commentLikes: Look = {
  name: "comment_likes",
  types: ["comment.liked"],
  async look(ctx, session, account) {
    const now = ctx.clock.now();
    const { commentsCounted, likedCommentsRead } = ctx.settings;
    const snapshot = await loadSnapshot(ctx, account.id, commentLikes.name, LikedRow);
    const before = snapshot?.rows ?? [];
    const comments = await readComments(session, commentsCounted);
    const lookedAt = snapshot === undefined ? undefined : new Date(snapshot.readAt).toISOString();
    const met = meetComments({ before, comments, at: new Date(now).toISOString(), lookedAt });
    const rows = new Map(met.map((row) => [row.id, row]));
    const drafts: Draft[] = [];
    const moved = comments.filter(({ id, likes }) => rows.get(id)?.likes !== likes).slice(0, likedCommentsRead);
    for (const comment of moved) {
      const row = rows.get(comment.id);
      const likes = row && (await readLikes(session, comment.id));
      if (row === undefined || likes === undefined) continue;
      const found = diffLikes({ row, comment, likes });
      drafts.push(...found.drafts);
      rows.set(row.id, found.row);
    }
    const recorded = await recordEvents(
      ctx,
      account,
      drafts.map((draft) => ({ draft })),
    );
    const after = [...rows.values()];
    const changed = snapshot === undefined || JSON.stringify(after) !== JSON.stringify(before);
    if (changed) await saveSnapshot(ctx, account.id, commentLikes.name, snapshot, after, { wholeAt: now });
    return { seeded: snapshot === undefined, changed, events: recorded.fresh };
  },
};

/** The newest comments, replies among them. */
async function readComments(session: TraktSession, most: number): Promise<OwnComment[]> {
  const comments: OwnComment[] = [];
  const asked = { id: "me", include_replies: true, limit: 250 };
  for await (const { items } of session.pages(UsersSocial.comments, asked)) {
    comments.push(...items.map(commentOf));
    if (comments.length >= most) break;
  }
  return comments.slice(0, most);
}

const textLength = 200;

function commentOf(one: z.infer<typeof Comments.CommentOn>): OwnComment {
  const { comment, type } = one;
  const { item_type: _, ...about } = listedItemOf({ ...one, type: type ?? "" }) ?? { item_type: undefined };
  return {
    id: comment.id,
    likes: comment.likes,
    text: comment.comment.slice(0, textLength),
    created_at: comment.created_at ?? null,
    url: `https://trakt.tv/comments/${comment.id}`,
    about,
  };
}

/** Everybody who likes a comment, since when; undefined when that could not be read to its end, or the comment is gone. */
async function readLikes(session: TraktSession, id: number): Promise<Like[] | undefined> {
  const { items, whole } = await session.readWhole(Comments.likes, { id });
  if (!whole) return undefined;
  return items.flatMap(({ liked_at, user }) => (liked_at == null ? [] : [{ person: traktPersonOf(user), liked_at }]));
}
