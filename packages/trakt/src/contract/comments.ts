import * as z from "zod";
import { IdsToWrite } from "./bodies.ts";
import { defineEndpoint } from "./endpoint.ts";
import { Episode, Movie, Season, Show } from "./media.ts";
import { extended, full, paging } from "./params.ts";
import { Liker, User } from "./profiles.ts";
import { List } from "./users.ts";

const docs = "https://docs.trakt.tv/reference/comments";

/** A comment, review (200 words or more) or reply, with its author and, where they rated it, their rating. */
export const Comment = z.object({
  id: z.int(),
  /** What it replies to; 0 for a top-level comment. */
  parent_id: z.int().nullish(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  /** Markdown, with `[spoiler]…[/spoiler]` within. */
  comment: z.string().catch(""),
  spoiler: z.boolean().catch(false),
  review: z.boolean().catch(false),
  replies: z.int().catch(0),
  likes: z.int().catch(0),
  language: z.string().nullish(),
  user_rating: z.number().nullish(),
  user_stats: z
    .object({ rating: z.number().nullish(), play_count: z.int().nullish(), completed_count: z.int().nullish() })
    .nullish()
    .catch(null),
  user: User.nullish(),
});
export type Comment = z.infer<typeof Comment>;

const commented = {
  type: z.string().nullish(),
  movie: Movie.nullish(),
  show: Show.nullish(),
  season: Season.nullish(),
  episode: Episode.nullish(),
  list: List.nullish(),
};

/** What a comment is about; `type` says which key it is under. */
export const CommentedItem = z.preprocess(named, z.object(commented));
export type CommentedItem = z.infer<typeof CommentedItem>;

/** A comment and, from the older backend, what it is about. */
export const CommentOn = z.preprocess(
  // The newer backend gives the comment itself.
  (value) => (isObject(value) && typeof value.comment === "string" ? { ...value, comment: value } : value),
  z.object({ ...commented, comment: Comment }),
);
export type CommentOn = z.infer<typeof CommentOn>;

/** Comments of all lengths, long ones (200 words and more), or short ones. */
export const CommentType = z.enum(["all", "reviews", "shouts"]);
/** What the comments are about. */
export const CommentedType = z.enum(["all", "movies", "shows", "seasons", "episodes", "lists"]);
/** Top-level comments alone, replies among them, or replies alone. */
export const IncludeReplies = z.union([z.boolean(), z.literal("only")]);

export const Reaction = z.enum(["like", "dislike", "love", "laugh", "shocked", "bravo", "spoiler"]);
export type Reaction = z.infer<typeof Reaction>;

const fiveWords = (text: string): boolean => text.split(/\s+/).filter((word) => word !== "").length >= 5;

const Text = z.string().refine(fiveWords, "must be at least 5 words");
const words = { comment: Text, spoiler: z.boolean().default(false) };
const thing = z.strictObject({ ids: IdsToWrite }).optional();

/** One thing and at least 5 words about it, in English; 200 words make it a review. */
export const NewComment = z
  .strictObject({
    movie: thing,
    show: thing,
    season: thing,
    episode: thing,
    list: thing,
    ...words,
    /** Where to tell of it besides; goes before the person's own settings. */
    sharing: z
      .strictObject({
        twitter: z.boolean().optional(),
        mastodon: z.boolean().optional(),
        tumblr: z.boolean().optional(),
        medium: z.boolean().optional(),
      })
      .optional(),
  })
  .refine(
    ({ movie, show, season, episode, list }) =>
      [movie, show, season, episode, list].filter((one) => one !== undefined).length === 1,
    "must be about one movie, show, season, episode or list",
  );

const one = z.strictObject({ id: z.int().min(1) });
const read = { method: "GET", auth: "optional", source: docs } as const;
const write = { auth: "required", source: docs } as const;
const nothing = z.unknown();

/** Says something about one thing. Errors: 401 who may not comment, 404 what allows no comments, 422 too short. */
export const post = defineEndpoint({
  id: "comments.post",
  method: "POST",
  path: "/comments",
  ...write,
  ownersOnly: true,
  params: z.strictObject({}),
  body: NewComment,
  reply: Comment,
});

/** One comment or reply, and how many replies it has. */
export const comment = defineEndpoint({
  id: "comments.comment",
  path: "/comments/:id",
  ...read,
  params: one,
  reply: Comment,
});

/** Only for its author: others get 401. */
export const update = defineEndpoint({
  id: "comments.update",
  method: "PUT",
  path: "/comments/:id",
  ...write,
  ownersOnly: true,
  params: one,
  // Left out, a spoiler would be told as none.
  body: z.strictObject({ comment: Text, spoiler: z.boolean() }),
  reply: Comment,
});

/** Only for its author (else 401), and only while it has no replies or is younger than two weeks (else 409). */
export const remove = defineEndpoint({
  id: "comments.remove",
  method: "DELETE",
  path: "/comments/:id",
  ...write,
  ownersOnly: true,
  params: one,
  reply: nothing,
});

/** The replies to a comment. */
export const replies = defineEndpoint({
  id: "comments.replies",
  path: "/comments/:id/replies",
  ...read,
  params: one.extend({ ...paging, ...full }),
  reply: z.array(Comment),
  paginated: true,
});

/** Replies to a top-level comment; a reply to a reply is refused with 404. */
export const reply = defineEndpoint({
  id: "comments.reply",
  method: "POST",
  path: "/comments/:id/replies",
  ...write,
  ownersOnly: true,
  params: one,
  body: z.strictObject(words),
  reply: Comment,
});

/** What the comment is about. The newer backend gives the thing itself, without its type: then its shape tells. */
export const item = defineEndpoint({
  id: "comments.item",
  path: "/comments/:id/item",
  ...read,
  params: one.extend(full),
  reply: CommentedItem,
});

/** Who likes a comment, since when. */
export const likes = defineEndpoint({
  id: "comments.likes",
  path: "/comments/:id/likes",
  ...read,
  params: one.extend(paging),
  reply: z.array(Liker),
  paginated: true,
});

/** Once per person: liking again changes nothing. */
export const like = defineEndpoint({
  id: "comments.like",
  method: "POST",
  path: "/comments/:id/like",
  ...write,
  params: one,
  reply: nothing,
});

export const unlike = defineEndpoint({
  id: "comments.unlike",
  method: "DELETE",
  path: "/comments/:id/like",
  ...write,
  params: one,
  reply: nothing,
});

/** How often each reaction was given. */
export const reactionsSummary = defineEndpoint({
  id: "comments.reactions_summary",
  path: "/comments/:id/reactions/summary",
  ...read,
  params: one,
  reply: z.object({
    reaction_count: z.int().catch(0),
    user_count: z.int().catch(0),
    distribution: z.record(z.string(), z.int()).catch({}),
  }),
});

/** Who reacted to a comment, and how. */
export const reactions = defineEndpoint({
  id: "comments.reactions",
  path: "/comments/:id/reactions",
  ...read,
  params: one.extend({ ...paging, ...full }),
  reply: z.array(z.object({ reacted_at: z.string().nullish(), reaction: z.object({ type: z.string() }), user: User })),
  paginated: true,
});

export const react = defineEndpoint({
  id: "comments.react",
  method: "POST",
  path: "/comments/:id/reactions/:reaction_type",
  ...write,
  params: one.extend({ reaction_type: Reaction }),
  reply: nothing,
});

export const unreact = defineEndpoint({
  id: "comments.unreact",
  method: "DELETE",
  path: "/comments/:id/reactions/:reaction_type",
  ...write,
  params: one.extend({ reaction_type: Reaction }),
  reply: nothing,
});

const feed = <Path extends string>(id: string, path: Path) =>
  defineEndpoint({
    id,
    path,
    ...read,
    params: z.strictObject({
      comment_type: CommentType.optional(),
      /** Needs `comment_type`. */
      type: CommentedType.optional(),
      include_replies: IncludeReplies.optional(),
      ...paging,
      ...extended("full"),
    }),
    reply: z.array(CommentOn),
    paginated: true,
  });

/** Comments with the most likes and replies of the last 7 days. */
export const trending = feed("comments.trending", "/comments/trending/:comment_type?/:type?");

/** The newest comments. */
export const recent = feed("comments.recent", "/comments/recent/:comment_type?/:type?");

/** Comments by when they were last changed. */
export const updates = feed("comments.updates", "/comments/updates/:comment_type?/:type?");

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function named(value: unknown): unknown {
  if (!isObject(value) || !("ids" in value)) return value;
  const type = typeOf(value);
  return { type, [type]: value };
}

function typeOf(value: object): "movie" | "show" | "season" | "episode" | "list" {
  if ("privacy" in value) return "list";
  if ("season" in value) return "episode";
  if ("number" in value) return "season";
  return "aired_episodes" in value ? "show" : "movie";
}
