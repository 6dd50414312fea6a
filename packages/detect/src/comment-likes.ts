import type { Draft } from "@showrunner/core/events/envelope.ts";
import type { TraktPerson } from "@showrunner/core/events/people.ts";
import * as z from "zod";
import { instantOf } from "./instant.ts";
import type { ListedItem } from "./item.ts";
import { byValue, inOrder } from "./order.ts";

/** A comment of the person's: how many likes of it are accounted for, and until when they are known. */
export const LikedRow = z.object({ id: z.int(), likes: z.int(), known_until: z.string() });
export type LikedRow = z.infer<typeof LikedRow>;

/** What of a comment its likes are told with; the thing that it is about, where Trakt names it. */
export interface OwnComment {
  id: number;
  likes: number;
  text: string;
  created_at: string | null;
  url: string;
  about: Pick<ListedItem, "movie" | "show" | "season" | "episode">;
}

export interface Like {
  person: TraktPerson;
  liked_at: string;
}

/**
 * How comments stand that are looked at for the first time: whoever liked one before `at` is no news. One that was
 * written since `lookedAt`, the former look, is new itself: every like of it is told.
 */
export function meetComments(look: {
  before: readonly LikedRow[];
  comments: readonly OwnComment[];
  at: string;
  lookedAt: string | undefined;
}): LikedRow[] {
  const known = new Map(look.before.map((row) => [row.id, row]));
  return look.comments
    .map(({ id, likes, created_at }): LikedRow => {
      const row = known.get(id);
      if (row !== undefined) return row;
      const isNew =
        created_at !== null && look.lookedAt !== undefined && instantOf(created_at) > instantOf(look.lookedAt);
      return isNew
        ? { id, likes: 0, known_until: justBefore(created_at) }
        : { id, likes, known_until: instantOf(look.at) };
    })
    .toSorted((a, b) => byValue(a.id, b.id));
}

/** `comment.liked` for the likes since the newest known one, and how the comment stands after them. */
export function diffLikes(read: { row: LikedRow; comment: OwnComment; likes: readonly Like[] }): {
  drafts: Draft[];
  row: LikedRow;
} {
  const { row, comment } = read;
  const { id, text, url } = comment;
  const fresh = read.likes.filter((like) => instantOf(like.liked_at) > instantOf(row.known_until));
  const newest = fresh.reduce(
    (latest, like) => (instantOf(like.liked_at) > latest ? instantOf(like.liked_at) : latest),
    instantOf(row.known_until),
  );
  const drafts = fresh.map(({ person, liked_at }): Draft => ({
    type: "comment.liked",
    subject: `comment:${id}`,
    time: instantOf(liked_at),
    identity: `comment:${id}:${person.slug}@${instantOf(liked_at)}`,
    data: { person, comment: { id, text, likes: comment.likes, url }, liked_at, ...comment.about },
  }));
  return { drafts: inOrder(drafts), row: { id, likes: read.likes.length, known_until: newest } };
}

const justBefore = (time: string): string => new Date(Date.parse(time) - 1).toISOString();
