import * as z from "zod";
import { Episode, Movie, Season, Show } from "../media.ts";
import { defineEvent } from "./define.ts";
import { exampleEpisode, exampleMovie, exampleShow } from "./examples.ts";

/** Somebody at Trakt, by the name in their address there (`slug`), which changes when they rename themselves. */
export const TraktPerson = z.object({ username: z.string(), name: z.string().nullish(), slug: z.string() });
export type TraktPerson = z.infer<typeof TraktPerson>;

const seen = {
  friend: TraktPerson,
  item_type: z.enum(["episode", "movie"]),
  episode: Episode.optional(),
  show: Show.optional(),
  movie: Movie.optional(),
};

const exampleFriend = { username: "Justin Nemeth", name: "Justin", slug: "justin-nemeth" };
const exampleSeen = { friend: exampleFriend, item_type: "episode", episode: exampleEpisode, show: exampleShow };

export const friendWatched = defineEvent({
  type: "friend.watched",
  family: "people",
  title: "A friend watched something",
  description:
    "A friend's play of an episode or movie came into what Trakt shows of friends: those whom the person follows and who follow them. Not of plays from before they were friends, and not of plays entered with a date so far back that a hundred others of friends are newer.",
  about: "item",
  data: z.object({
    ...seen,
    watched_at: z.string(),
    action: z.string(),
    /** How the friend rated it, 1 to 10. */
    friend_rating: z.number().nullish(),
  }),
  example: { ...exampleSeen, watched_at: "2026-11-20T20:10:00.000Z", action: "scrobble", friend_rating: 9 },
});

export const friendWatching = defineEvent({
  type: "friend.watching",
  family: "people",
  title: "A friend is watching something",
  description:
    "A friend began to watch an episode or movie. Friends are asked after one by one every few minutes, many of them in turns, so it is told some minutes later, and what is begun and left in between is not.",
  about: "item",
  data: z.object({ ...seen, action: z.string(), started_at: z.string(), expires_at: z.string() }),
  example: {
    ...exampleSeen,
    action: "checkin",
    started_at: "2026-11-20T20:10:00.000Z",
    expires_at: "2026-11-20T21:05:00.000Z",
  },
});

export const followerAdded = defineEvent({
  type: "follower.added",
  family: "people",
  title: "New follower",
  description: "Somebody began to follow the person; of a private profile, when they were let.",
  about: "account",
  data: z.object({ person: TraktPerson, followed_at: z.string() }),
  example: { person: exampleFriend, followed_at: "2026-11-20T18:00:00.000Z" },
});

export const followRequested = defineEvent({
  type: "follow.requested",
  family: "people",
  title: "Somebody asks to follow",
  description: "Somebody asks for leave to follow the person, whose profile is private.",
  about: "account",
  data: z.object({ person: TraktPerson, requested_at: z.string() }),
  example: { person: exampleFriend, requested_at: "2026-11-20T18:00:00.000Z" },
});

export const commentLiked = defineEvent({
  type: "comment.liked",
  family: "people",
  title: "A comment of the person's was liked",
  description:
    "Somebody likes a comment, review or reply of the person's. Trakt tells nobody of likes: the numbers of likes of the newest comments are looked at every half an hour, and who is new is read where one has grown.",
  about: "account",
  data: z.object({
    person: TraktPerson,
    /** `text` is its beginning, `likes` how many it has now. */
    comment: z.object({ id: z.int(), text: z.string(), likes: z.int(), url: z.string() }),
    liked_at: z.string(),
    /** What the comment is about, where Trakt says so. */
    movie: Movie.optional(),
    show: Show.optional(),
    season: Season.optional(),
    episode: Episode.optional(),
  }),
  example: {
    person: exampleFriend,
    comment: {
      id: 267,
      text: "Great kickoff to a new saga, with a lot of heart.",
      likes: 4,
      url: "https://trakt.tv/comments/267",
    },
    liked_at: "2026-11-20T18:00:00.000Z",
    movie: exampleMovie,
  },
});
