import type { Draft } from "@showrunner/core/events/envelope.ts";
import { TraktPerson } from "@showrunner/core/events/people.ts";
import * as z from "zod";
import { instantOf } from "./instant.ts";
import { listedItemKey } from "./item.ts";
import { byValue, inOrder } from "./order.ts";
import { Sitting } from "./watching.ts";

/** A friend who was asked after, and what they watched then. */
export const FriendRow = z.object({ friend: TraktPerson, watching: Sitting.nullable() });
export type FriendRow = z.infer<typeof FriendRow>;

/**
 * `friend.watching` for each friend who watches something else than when they were last asked after. Who is asked after
 * for the first time is told nothing of.
 */
export function diffFriendsWatching(read: { before: readonly FriendRow[]; after: readonly FriendRow[] }): Draft[] {
  const known = new Map(read.before.map((row) => [row.friend.slug, row]));
  return inOrder(
    read.after.flatMap(({ friend, watching }): Draft[] => {
      const former = known.get(friend.slug);
      if (former === undefined || watching === null || isSame(former.watching, watching)) return [];
      const subject = listedItemKey(watching);
      const time = instantOf(watching.started_at);
      const identity = `${friend.slug}:${subject}@${time}`;
      return [{ type: "friend.watching", subject, time, identity, data: { friend, ...watching } }];
    }),
  );
}

/** The next snapshot, sorted by name: who was asked after, and of the others those who are still friends. */
export function mergeFriendsWatching(read: {
  before: readonly FriendRow[];
  after: readonly FriendRow[];
  friends: ReadonlySet<string>;
}): FriendRow[] {
  const rows = new Map(read.before.map((row) => [row.friend.slug, row]));
  for (const row of read.after) rows.set(row.friend.slug, row);
  return [...rows.values()]
    .filter((row) => read.friends.has(row.friend.slug))
    .toSorted((a, b) => byValue(a.friend.slug, b.friend.slug));
}

/** Players begin the same thing again after a pause: before its time was over it is the same. */
function isSame(before: Sitting | null, now: Sitting): boolean {
  if (before === null || listedItemKey(before) !== listedItemKey(now)) return false;
  const started = instantOf(now.started_at);
  return started === instantOf(before.started_at) || started < instantOf(before.expires_at);
}
