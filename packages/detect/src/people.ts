import type { Draft } from "@showrunner/core/events/envelope.ts";
import { TraktPerson } from "@showrunner/core/events/people.ts";
import * as z from "zod";
import { instantOf, sameInstant } from "./instant.ts";
import { inOrder } from "./order.ts";
import { changesOf, mergeSet, type SetDiff, type SetOf, type SetRead } from "./set.ts";

/** Somebody who follows the person. */
export const FollowerRow = z.object({ person: TraktPerson, followed_at: z.string() });
export type FollowerRow = z.infer<typeof FollowerRow>;

const followers: SetOf<FollowerRow, string> = {
  key: (row) => row.person.slug,
  time: (row) => row.followed_at,
  same: (before, after) => sameInstant(before.followed_at, after.followed_at),
};

/** `follower.added`, also for who came back. Who renamed themselves has followed since the very same moment: no news. */
export function diffFollowers(read: SetDiff<FollowerRow>): Draft[] {
  const changes = changesOf(followers, read);
  const there = new Set(read.after.map((row) => row.person.slug));
  const renamed = new Set(
    read.before.filter((row) => !there.has(row.person.slug)).map((row) => instantOf(row.followed_at)),
  );
  return inOrder(
    [...changes.added, ...changes.changed.map((change) => change.after)]
      .filter((row) => !renamed.has(instantOf(row.followed_at)))
      .map((row): Draft => {
        const time = instantOf(row.followed_at);
        return {
          type: "follower.added",
          subject: personSubject(row.person),
          time,
          identity: `${row.person.slug}@${time}`,
          data: { ...row },
        };
      }),
  );
}

/** The next snapshot, sorted by name. */
export function mergeFollowers(read: SetRead<FollowerRow>): FollowerRow[] {
  return mergeSet(followers, read);
}

/** Somebody who asks for leave to follow, by the number of the request. */
export const RequestRow = z.object({ id: z.int(), person: TraktPerson, requested_at: z.string() });
export type RequestRow = z.infer<typeof RequestRow>;

const requests: SetOf<RequestRow, number> = {
  key: (row) => row.id,
  time: (row) => row.requested_at,
  same: () => true,
};

/** `follow.requested` for each request that is new. What became of one is told by `follower.added`, or by nothing. */
export function diffRequests(read: SetDiff<RequestRow>): Draft[] {
  return inOrder(
    changesOf(requests, read).added.map(({ id, person, requested_at }): Draft => ({
      type: "follow.requested",
      subject: personSubject(person),
      time: instantOf(requested_at),
      identity: `request:${id}`,
      data: { person, requested_at },
    })),
  );
}

/** The next snapshot, sorted by number. */
export function mergeRequests(read: SetRead<RequestRow>): RequestRow[] {
  return mergeSet(requests, read);
}

/** `user:justin-nemeth`. */
export const personSubject = (person: TraktPerson): string => `user:${person.slug}`;
