import { Problem } from "@showrunner/core/errors.ts";
import { itemOf, keyOf, type Item } from "./items.ts";
import type { Ledger } from "./ledger.ts";
import type { When } from "./people.ts";
import type { Comment } from "./social.ts";
import type { Reaction } from "./social-ops.ts";
import { personOf, type Person, type State } from "./state.ts";
import { targetIn } from "./targets.ts";

/** What a comment may be about: something of the catalogue, or a list by its id. */
export type CommentTarget = Item | { type: "list"; trakt: number };

export interface CommentOptions extends When {
  spoiler?: boolean | undefined;
}

/** The top-level comments about an item (`movie:28`, `season:1390:2`, `list:<id>`), the oldest first. */
export function commentsOn(state: State, key: string): Comment[] {
  return allOn(state, key).filter((comment) => comment.parent === null);
}

export function repliesTo(state: State, comment: Comment): Comment[] {
  return allOn(state, comment.on).filter((one) => one.parent === comment.id);
}

/** As Trakt counts them: replies are comments, too. */
export function commentCount(state: State, key: string): number {
  return state.commentsByItem.get(key)?.size ?? 0;
}

export function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => word !== "").length;
}

/** 200 words or more make a review. Trakt: comments. */
export function isReview(comment: Comment): boolean {
  return wordsIn(comment.text) >= 200;
}

/** How often the author watched it (or episodes of it), how many different episodes that were, and their rating. */
export function authorStats(
  state: State,
  comment: Comment,
): { rating: number | null; play_count: number; completed_count: number } {
  const author = state.people.get(comment.author);
  if (author === undefined || comment.on.startsWith("list:"))
    return { rating: null, play_count: 0, completed_count: 0 };
  const plays = playsOfItem(state, author, itemOf(comment.on));
  return {
    rating: author.ratings.get(comment.on)?.rating ?? null,
    play_count: plays.length,
    completed_count: new Set(plays).size,
  };
}

export type Comments = ReturnType<typeof commentVerbsOf>;

export function commentVerbsOf(ledger: Ledger) {
  const { state } = ledger;
  const now = (when: When): number => when.at ?? ledger.now();

  const commentOf = (id: number): Comment => {
    const comment = state.comments.get(id);
    if (comment === undefined) {
      throw new Problem({
        code: "sandbox.no_such_comment",
        message: `the sandbox has no comment ${id}`,
        hint: "Take the id that world.comment or world.reply returned.",
      });
    }
    return comment;
  };

  const add = (username: string, on: string, parent: number | null, text: string, options: CommentOptions): number => {
    personOf(state, username);
    const id = state.nextId;
    const { spoiler = false } = options;
    ledger.commit({ kind: "comment.added", at: now(options), who: username, on, parent, text, spoiler });
    return id;
  };

  const like =
    (liked: boolean) =>
    (username: string, comment: number, when: When = {}): void => {
      commentOf(comment);
      ledger.commit({ kind: "comment.liked", at: now(when), who: personOf(state, username).username, comment, liked });
    };
  const react =
    (on: boolean) =>
    (username: string, comment: number, reaction: Reaction, when: When = {}): void => {
      commentOf(comment);
      const who = personOf(state, username).username;
      ledger.commit({ kind: "comment.reacted", at: now(when), who, comment, reaction, on });
    };

  return {
    /** Says something about an item's key or `list:<id>`; returns the comment's id. Throws as `targetIn` does. */
    say: (username: string, on: string, text: string, options: CommentOptions = {}): number =>
      add(username, targetIn(state, on), null, text, options),
    /** Returns the comment's id. */
    comment: (username: string, target: CommentTarget, text: string, options: CommentOptions = {}): number =>
      add(
        username,
        targetIn(state, target.type === "list" ? `list:${target.trakt}` : keyOf(target)),
        null,
        text,
        options,
      ),
    /** Returns the reply's id; Throws Problem `sandbox.no_such_comment`, as everything here does. */
    reply: (username: string, comment: number, text: string, options: CommentOptions = {}): number =>
      add(username, commentOf(comment).on, comment, text, options),
    editComment: (comment: number, text: string, options: CommentOptions = {}): void => {
      const spoiler = options.spoiler ?? commentOf(comment).spoiler;
      ledger.commit({ kind: "comment.edited", at: now(options), comment, text, spoiler });
    },
    /** Its replies go with it. */
    removeComment: (comment: number, when: When = {}): void => {
      commentOf(comment);
      ledger.commit({ kind: "comment.removed", at: now(when), comment });
    },
    likeComment: like(true),
    unlikeComment: like(false),
    react: react(true),
    unreact: react(false),
  };
}

function allOn(state: State, key: string): Comment[] {
  return [...(state.commentsByItem.get(key) ?? [])].flatMap((id) => state.comments.get(id) ?? []);
}

function playsOfItem(state: State, person: Person, item: Item): number[] {
  const ofEpisode = (id: number): boolean => {
    const episode = state.library.episodes.get(id);
    if (item.type === "show") return episode?.show === item.trakt;
    return item.type === "season" && episode?.show === item.show && episode.season === item.number;
  };
  return person.plays
    .filter(({ movie, trakt }) => {
      if (item.type === "movie") return movie && trakt === item.trakt;
      if (item.type === "episode") return !movie && trakt === item.trakt;
      return !movie && ofEpisode(trakt);
    })
    .map((play) => play.trakt);
}
