import type { Draft } from "@showrunner/core/events/envelope.ts";
import type { TraktPerson } from "@showrunner/core/events/people.ts";
import * as z from "zod";
import { instantOf } from "./instant.ts";
import { listedItemKey } from "./item.ts";
import { byValue, inOrder } from "./order.ts";
import type { PlayedItem } from "./playback.ts";

/** A play of a friend's that is known: Trakt's number of it, whose it is, and when it was watched. */
export const KnownPlay = z.object({ id: z.string(), slug: z.string(), watched_at: z.string() });
export type KnownPlay = z.infer<typeof KnownPlay>;

/** A friend's play as Trakt tells of it. */
export interface FriendPlay extends PlayedItem {
  id: string;
  friend: TraktPerson;
  watched_at: string;
  action: string;
  rating: number | null;
}

/** Whether everything on a page of plays (the newest watched first) is known, or older than what is known. */
export function isKnownPage(before: readonly KnownPlay[], page: readonly FriendPlay[]): boolean {
  const known = new Set(before.map((play) => play.id));
  const horizon = horizonOf(before);
  return page.every((play) => known.has(play.id) || isBefore(play, horizon));
}

/** Friends of whom no play is known: from when on theirs are to be told, it must be known since when they are friends. */
export function newFriendsIn(before: readonly KnownPlay[], after: readonly FriendPlay[]): Set<string> {
  const known = new Set(before.map((play) => play.slug));
  return new Set(after.map((play) => play.friend.slug).filter((slug) => !known.has(slug)));
}

/**
 * `friend.watched` for plays that are new: of a friend of whom none is known, those since the two are friends (`since`, by
 * slug; who is not in it is told nothing of). Older ones than the oldest known may have come into view by the removal of
 * others, and are never told.
 */
export function diffFriendPlays(read: {
  before: readonly KnownPlay[];
  after: readonly FriendPlay[];
  since: ReadonlyMap<string, string>;
}): Draft[] {
  const known = new Set(read.before.map((play) => play.id));
  const strangers = newFriendsIn(read.before, read.after);
  const horizon = horizonOf(read.before);
  const fresh = new Map<string, FriendPlay>();
  for (const play of read.after) {
    if (known.has(play.id) || isBefore(play, horizon)) continue;
    const { slug } = play.friend;
    if (strangers.has(slug) && isBefore(play, minuteOf(read.since.get(slug)) ?? never)) continue;
    fresh.set(play.id, play);
  }
  return inOrder([...fresh.values()].map(draftOf));
}

/** The next snapshot, the newest first: no more than `most`, for the feed has no end. */
export function mergeFriendPlays(read: {
  before: readonly KnownPlay[];
  after: readonly FriendPlay[];
  most: number;
}): KnownPlay[] {
  const rows = new Map(read.before.map((play) => [play.id, play]));
  for (const { id, friend, watched_at } of read.after) rows.set(id, { id, slug: friend.slug, watched_at });
  return [...rows.values()]
    .toSorted((a, b) => byValue(instantOf(b.watched_at), instantOf(a.watched_at)) || byValue(a.id, b.id))
    .slice(0, read.most);
}

function draftOf(play: FriendPlay): Draft {
  const { id, rating, ...data } = play;
  return {
    type: "friend.watched",
    subject: listedItemKey(play),
    time: instantOf(play.watched_at),
    identity: `play:${id}`,
    data: { ...data, friend_rating: rating },
  };
}

/** Later than anything. */
const never = "9999";

/** The oldest play known; undefined while none is. */
function horizonOf(before: readonly KnownPlay[]): string | undefined {
  let oldest: string | undefined;
  for (const { watched_at } of before) {
    const time = instantOf(watched_at);
    if (oldest === undefined || time < oldest) oldest = time;
  }
  return oldest;
}

const isBefore = (play: FriendPlay, horizon: string | undefined): boolean =>
  horizon !== undefined && instantOf(play.watched_at) < horizon;

/** Trakt keeps plays to the minute: one of the same minute counts. */
const minuteOf = (time: string | undefined): string | undefined =>
  time === undefined ? undefined : `${instantOf(time).slice(0, 16)}:00.000Z`;
