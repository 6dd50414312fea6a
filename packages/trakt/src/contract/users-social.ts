import * as z from "zod";
import { Comment, CommentedType, CommentOn, CommentType, IncludeReplies } from "./comments.ts";
import { defineEndpoint } from "./endpoint.ts";
import { Episode, Movie, Show } from "./media.ts";
import { Note } from "./notes.ts";
import { extended, full, Int64, paging, PersonId } from "./params.ts";
import { User } from "./profiles.ts";
import { List } from "./users.ts";

const docs = "https://docs.trakt.tv/reference/users";

const person = { id: PersonId };
const read = { method: "GET", auth: "optional", source: docs } as const;
const mine = { method: "GET", auth: "required", source: docs } as const;
const write = { auth: "required", source: docs } as const;

/** Who the person is; a private person is seen by those whom they let follow them, others get 401. */
export const profile = defineEndpoint({
  id: "users.profile",
  path: "/users/:id",
  ...read,
  params: z.strictObject({ ...person, ...extended("full", "vip") }),
  reply: User,
});

/** What a person tells of themselves, and whether only those whom they let follow them see it. */
export const updateSettings = defineEndpoint({
  id: "users.update_settings",
  method: "PUT",
  path: "/users/settings",
  ...write,
  params: z.strictObject({}),
  body: z.strictObject({
    user: z.strictObject({
      name: z.string().nullable().optional(),
      about: z.string().nullable().optional(),
      location: z.string().nullable().optional(),
      private: z.boolean().optional(),
    }),
  }),
  reply: z.unknown(),
});

/** `approved_at` is null while a private person has not said yes. Refused with 409 when followed or asked already. */
export const follow = defineEndpoint({
  id: "users.follow",
  method: "POST",
  path: "/users/:id/follow",
  ...write,
  params: z.strictObject(person),
  reply: z.object({ approved_at: z.string().nullish(), user: User }),
});

/** Ends following, or asking to. */
export const unfollow = defineEndpoint({
  id: "users.unfollow",
  method: "DELETE",
  path: "/users/:id/follow",
  ...write,
  params: z.strictObject(person),
  reply: z.unknown(),
});

const around = z.strictObject({ ...person, ...paging, ...extended("full", "vip") });
const since = z.string().nullish();

/** Who follows the person, since when. */
export const followers = defineEndpoint({
  id: "users.followers",
  path: "/users/:id/followers",
  ...read,
  params: around,
  reply: z.array(z.object({ followed_at: since, user: User })),
  paginated: true,
});

/** Whom the person follows, since when. */
export const following = defineEndpoint({
  id: "users.following",
  path: "/users/:id/following",
  ...read,
  params: around,
  reply: z.array(z.object({ followed_at: since, user: User })),
  paginated: true,
});

/** Those who follow the person and whom the person follows. */
export const friends = defineEndpoint({
  id: "users.friends",
  path: "/users/:id/friends",
  ...read,
  params: around,
  reply: z.array(z.object({ friends_at: since, user: User })),
  paginated: true,
});

export const FollowRequest = z.object({ id: z.int(), requested_at: since, user: User });
export type FollowRequest = z.infer<typeof FollowRequest>;

/** Who waits for leave to follow. */
export const followRequests = defineEndpoint({
  id: "users.follow_requests",
  path: "/users/requests",
  ...mine,
  params: z.strictObject(full),
  reply: z.array(FollowRequest),
});

/** Whose leave is waited for. */
export const followingRequests = defineEndpoint({
  id: "users.following_requests",
  path: "/users/requests/following",
  ...mine,
  params: z.strictObject(full),
  reply: z.array(FollowRequest),
});

const request = z.strictObject({ id: z.int().min(1) });

/** By the request's id; 404 when there is no such request, or no longer. */
export const approveFollower = defineEndpoint({
  id: "users.approve_follower",
  method: "POST",
  path: "/users/requests/:id",
  ...write,
  params: request,
  reply: z.object({ followed_at: since, user: User }),
});

/** By the request's id; 404 when there is no such request, or no longer. */
export const denyFollower = defineEndpoint({
  id: "users.deny_follower",
  method: "DELETE",
  path: "/users/requests/:id",
  ...write,
  params: request,
  reply: z.unknown(),
});

/** Whom the person blocked: they cannot follow, and what they say is not shown. */
export const blocked = defineEndpoint({
  id: "users.blocked",
  path: "/users/blocked",
  ...mine,
  params: z.strictObject({}),
  reply: z.array(z.object({ blocked_at: since, user: User })),
});

/** They stop following, and may no longer. Refused with 409 for oneself, and for who is blocked already. */
export const block = defineEndpoint({
  id: "users.block",
  method: "POST",
  path: "/users/:id/block",
  ...write,
  params: z.strictObject(person),
  reply: z.unknown(),
});

export const unblock = defineEndpoint({
  id: "users.unblock",
  method: "DELETE",
  path: "/users/:id/block",
  ...write,
  params: z.strictObject(person),
  reply: z.unknown(),
});

/** What was liked, under the key that `type` names: `comment`, and what it is about, or `list`. */
export const Like = z.object({
  liked_at: since,
  type: z.string(),
  /** `movie`, `show` …: what the comment is about. */
  comment_type: z.string().nullish(),
  comment: Comment.nullish(),
  list: List.nullish(),
  movie: Movie.nullish(),
  show: Show.nullish(),
  episode: Episode.nullish(),
});
export type Like = z.infer<typeof Like>;

/** Comments and lists that the person likes, the newest like first. */
export const likes = defineEndpoint({
  id: "users.likes",
  path: "/users/:id/likes/:type?",
  ...read,
  params: z.strictObject({
    ...person,
    type: z.enum(["comments", "lists"]).optional(),
    ...paging,
    ...extended("full", "comments"),
  }),
  reply: z.array(Like),
  paginated: true,
});

/** What the person said, the newest first. */
export const comments = defineEndpoint({
  id: "users.comments",
  path: "/users/:id/comments/:comment_type?/:type?",
  ...read,
  params: z.strictObject({
    ...person,
    comment_type: CommentType.optional(),
    /** Needs `comment_type`. */
    type: CommentedType.optional(),
    include_replies: IncludeReplies.optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(CommentOn),
  paginated: true,
});

/** Comments that the person reacted to, and how. */
export const commentReactions = defineEndpoint({
  id: "users.comment_reactions",
  path: "/users/reactions/comments",
  ...mine,
  params: z.strictObject({ ...paging, ...full }),
  reply: z.array(
    z.object({
      reacted_at: since,
      reaction: z.object({ type: z.string() }),
      type: z.string().nullish(),
      comment: Comment,
    }),
  ),
  paginated: true,
});

/** The person's notes, as far as they let others read them. */
export const notes = defineEndpoint({
  id: "users.notes",
  path: "/users/:id/notes/:type?",
  ...read,
  params: z.strictObject({
    ...person,
    type: z.enum(["all", "movies", "shows", "seasons", "episodes", "people", "lists"]).optional(),
    ...paging,
    ...full,
  }),
  reply: z.array(Note),
  paginated: true,
});

/** What somebody watched, and how they rated it. */
export const SocialActivity = z.object({
  id: Int64,
  activity_at: z.string(),
  /** `scrobble`, `checkin` or `watch`. */
  action: z.string(),
  user: User,
  user_rating: z.number().nullish(),
  type: z.string(),
  movie: Movie.nullish(),
  episode: Episode.nullish(),
  show: Show.nullish(),
});
export type SocialActivity = z.infer<typeof SocialActivity>;

/** What the people around a person watched lately, the newest first: one call instead of one per friend. */
export const activities = defineEndpoint({
  id: "users.activities",
  path: "/users/:id/:type/activities",
  ...read,
  params: z.strictObject({ ...person, type: z.enum(["friends", "followers", "following"]), ...paging, ...full }),
  reply: z.array(SocialActivity),
  paginated: true,
});

const count = z.number().catch(0);
const counts = { ratings: count, comments: count };
const kept = { ...counts, watched: count, collected: count };
const played = { ...kept, plays: count, minutes: count };

export const UserStats = z.object({
  movies: z.object(played),
  shows: z.object(kept),
  seasons: z.object(counts),
  episodes: z.object(played),
  network: z.object({ friends: count, followers: count, following: count }),
  /** How often each of 1 to 10 was given. */
  ratings: z.object({ total: count, distribution: z.record(z.string(), z.number()) }),
});
export type UserStats = z.infer<typeof UserStats>;

/** How much the person watched, collected, rated and said. */
export const stats = defineEndpoint({
  id: "users.stats",
  path: "/users/:id/stats",
  ...read,
  params: z.strictObject(person),
  reply: UserStats,
});

export const SavedFilter = z.object({
  rank: z.int().nullish(),
  id: z.int(),
  name: z.string(),
  /** With `query`, what to call for what is filtered. */
  path: z.string(),
  query: z.string(),
  updated_at: z.string().nullish(),
  section: z.string().nullish(),
});
export type SavedFilter = z.infer<typeof SavedFilter>;

const FilterSection = z.enum(["movies", "shows", "calendars", "search"]);

/** Only for VIP accounts: others get 426. */
export const savedFilters = defineEndpoint({
  id: "users.saved_filters",
  path: "/users/saved_filters/:section?",
  ...mine,
  params: z.strictObject({ section: FilterSection.optional(), ...paging }),
  reply: z.array(SavedFilter),
  paginated: true,
});

const FilterToSave = z.strictObject({
  name: z.string().min(1),
  /** Path and query: `/movies/popular?genres=drama`. */
  url: z.string().min(1),
});

/** Only for VIP accounts: others get 426. What is no address of something to filter is `skipped`. */
export const saveFilters = defineEndpoint({
  id: "users.save_filters",
  method: "POST",
  path: "/users/saved_filters",
  ...write,
  params: z.strictObject({}),
  body: z.array(FilterToSave).min(1),
  reply: z.object({ added: z.array(SavedFilter).catch([]), skipped: z.array(z.unknown()).catch([]) }),
});

/** Only for VIP accounts: others get 426. */
export const removeSavedFilter = defineEndpoint({
  id: "users.remove_saved_filter",
  method: "DELETE",
  path: "/users/saved_filters/:id",
  ...write,
  params: request,
  reply: z.unknown(),
});
