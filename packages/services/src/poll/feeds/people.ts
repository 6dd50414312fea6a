import {
  diffFollowers,
  diffRequests,
  FollowerRow,
  mergeFollowers,
  mergeRequests,
  RequestRow,
} from "@showrunner/detect/people.ts";
import * as UsersSocial from "@showrunner/trakt/contract/users-social.ts";
import { type Feed, unknownTime } from "./feed.ts";
import { readSets, rowsOf } from "./set-read.ts";
import { traktPersonOf } from "./trakt-person.ts";

/** Who follows the person. */
export const followers: Feed<FollowerRow> = {
  name: "followers",
  activityKeys: ["account.followed_at"],
  types: ["follower.added"],
  row: FollowerRow,
  read: (session) =>
    readSets([
      rowsOf(session.readWhole(UsersSocial.followers, { id: "me" }), ({ user, followed_at }) => ({
        person: traktPersonOf(user),
        followed_at: followed_at ?? unknownTime,
      })),
    ]),
  diff: diffFollowers,
  merge: mergeFollowers,
};

/** Who asks to follow the person; Trakt gives them all at once. */
export const followRequests: Feed<RequestRow> = {
  name: "follow_requests",
  activityKeys: ["account.requested_at"],
  types: ["follow.requested"],
  row: RequestRow,
  read: async (session) => {
    const requests = await session.call(UsersSocial.followRequests, {});
    const rows = requests.map(({ id, user, requested_at }) => ({
      id,
      person: traktPersonOf(user),
      requested_at: requested_at ?? unknownTime,
    }));
    return { rows, whole: true, settled: true };
  },
  diff: diffRequests,
  merge: mergeRequests,
};
