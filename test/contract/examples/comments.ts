import * as Comments from "@showrunner/trakt/contract/comments.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";

const starWars = { type: "movie", trakt: 7 } as const;
const gameOfThrones = { type: "show", trakt: 1390 } as const;
const fiveWords = "Han certainly did shoot first.";
const review = Array.from({ length: 200 }, (_, at) => `word${at}`).join(" ");
const noted = { comment: 0 };

/** Ben says something about Star Wars; its id is kept for the call. */
const benSays = ({ world }: Stage): void => {
  world.rate("ben", starWars, 9);
  world.watch("ben", starWars);
  noted.comment = world.comment("ben", starWars, fiveWords);
};
const thatComment = (): { id: number } => ({ id: noted.comment });

export const commentsExamples: readonly Example[] = [
  example(Comments.post, "makes a review of 200 words", {
    as: "ada",
    input: { body: { movie: { ids: { trakt: 7 } }, comment: review, spoiler: true } },
    then: (reply) => {
      expect(reply).toMatchObject({ review: true, spoiler: true, parent_id: 0, replies: 0, likes: 0 });
      expect(reply.user?.username).toBe("ada");
    },
  }),
  example(Comments.comment, "gives the words, and how often their author saw and how they rated it", {
    before: benSays,
    input: thatComment,
    then: (reply) => {
      expect(reply).toMatchObject({ id: noted.comment, comment: fiveWords, review: false, user_rating: 9 });
      expect(reply.user_stats).toEqual({ rating: 9, play_count: 1, completed_count: 1 });
    },
  }),
  example(Comments.update, "puts other words in their place", {
    as: "ben",
    before: benSays,
    input: () => ({ ...thatComment(), body: { comment: "No, it was not Han.", spoiler: true } }),
    then: (reply) => expect(reply).toMatchObject({ id: noted.comment, comment: "No, it was not Han.", spoiler: true }),
  }),
  example(Comments.remove, "takes a comment back", {
    as: "ben",
    before: benSays,
    input: thatComment,
    then: async (_reply, { as }) => {
      await expect(as("ben").call(Comments.comment, thatComment())).rejects.toMatchObject({ status: 404 });
    },
  }),
  example(Comments.replies, "lists what was answered", {
    before: (stage) => {
      benSays(stage);
      stage.world.reply("ada", noted.comment, "I could not agree more.");
    },
    input: thatComment,
    then: (replies) => {
      expect(replies).toHaveLength(1);
      expect(replies[0]).toMatchObject({ parent_id: noted.comment, comment: "I could not agree more." });
    },
  }),
  example(Comments.reply, "answers a comment", {
    as: "ada",
    before: benSays,
    input: () => ({ ...thatComment(), body: { comment: "I could not agree more." } }),
    then: async (reply, { trakt }) => {
      expect(reply).toMatchObject({ parent_id: noted.comment, user: { username: "ada" } });
      expect((await trakt.call(Comments.comment, thatComment())).replies).toBe(1);
    },
  }),
  example(Comments.item, "gives what the comment is about", {
    before: benSays,
    input: thatComment,
    then: (reply) => {
      expect(reply).toMatchObject({ type: "movie", movie: { ids: { trakt: 7, slug: "star-wars-1977" } } });
    },
  }),
  example(Comments.likes, "names who likes it", {
    before: (stage) => {
      benSays(stage);
      stage.world.likeComment("ada", noted.comment);
    },
    input: thatComment,
    then: (likes) => expect(likes.map(({ user }) => user.username)).toEqual(["ada"]),
  }),
  example(Comments.like, "counts once per person", {
    as: "ada",
    before: (stage) => {
      benSays(stage);
      stage.world.likeComment("ada", noted.comment);
    },
    input: thatComment,
    then: async (_reply, { trakt }) => expect((await trakt.call(Comments.comment, thatComment())).likes).toBe(1),
  }),
  example(Comments.unlike, "takes the like back", {
    as: "ada",
    before: (stage) => {
      benSays(stage);
      stage.world.likeComment("ada", noted.comment);
    },
    input: thatComment,
    then: async (_reply, { trakt }) => expect((await trakt.call(Comments.comment, thatComment())).likes).toBe(0),
  }),
  example(Comments.reactionsSummary, "counts each reaction, and the people", {
    before: (stage) => {
      benSays(stage);
      stage.world.react("ada", noted.comment, "laugh");
      stage.world.react("ada", noted.comment, "love");
      stage.world.react("dan", noted.comment, "laugh");
    },
    input: thatComment,
    then: (reply) => {
      expect(reply).toMatchObject({ reaction_count: 3, user_count: 2 });
      expect(reply.distribution).toMatchObject({ laugh: 2, love: 1, dislike: 0 });
    },
  }),
  example(Comments.reactions, "names who reacted, the newest first", {
    before: (stage) => {
      benSays(stage);
      stage.world.react("ada", noted.comment, "bravo");
      stage.world.react("dan", noted.comment, "shocked");
    },
    input: thatComment,
    then: (reactions) =>
      expect(reactions.map(({ reaction, user }) => [user.username, reaction.type])).toEqual([
        ["dan", "shocked"],
        ["ada", "bravo"],
      ]),
  }),
  example(Comments.react, "adds a reaction", {
    as: "dan",
    before: benSays,
    input: () => ({ ...thatComment(), reaction_type: "laugh" as const }),
    then: async (_reply, { trakt }) => {
      const summary = await trakt.call(Comments.reactionsSummary, thatComment());
      expect(summary.distribution).toMatchObject({ laugh: 1 });
    },
  }),
  example(Comments.unreact, "takes that reaction away, and no other", {
    as: "dan",
    before: (stage) => {
      benSays(stage);
      stage.world.react("dan", noted.comment, "laugh");
      stage.world.react("dan", noted.comment, "love");
    },
    input: () => ({ ...thatComment(), reaction_type: "laugh" as const }),
    then: async (_reply, { trakt }) => {
      const summary = await trakt.call(Comments.reactionsSummary, thatComment());
      expect(summary.distribution).toMatchObject({ laugh: 0, love: 1 });
    },
  }),
  example(Comments.trending, "puts what was liked and answered lately first, and leaves out the rest", {
    before: (stage) => {
      benSays(stage);
      const loved = stage.world.comment("dan", gameOfThrones, "Winter came and nobody noticed.");
      stage.world.comment("dan", starWars, "Nobody reads what I write.");
      stage.world.likeComment("ada", loved);
      stage.world.likeComment("ben", loved);
      stage.world.reply("ada", noted.comment, "I could not agree more.");
    },
    input: { comment_type: "all", type: "all" },
    then: (reply) =>
      expect(reply.map(({ comment }) => comment.comment)).toEqual(["Winter came and nobody noticed.", fiveWords]),
  }),
  example(Comments.recent, "filters by length and by what it is about", {
    before: (stage) => {
      benSays(stage);
      stage.world.comment("dan", starWars, review);
      stage.world.comment("dan", gameOfThrones, "Winter came and nobody noticed.");
    },
    input: { comment_type: "shouts", type: "movies" },
    then: (reply) => expect(reply.map(({ comment }) => comment.comment)).toEqual([fiveWords]),
  }),
  example(Comments.updates, "puts what was changed last first, replies included where asked for", {
    before: (stage) => {
      const { world } = stage;
      const at = stage.sandbox.clock.now();
      noted.comment = world.comment("ben", starWars, fiveWords, { at: at - 3000 });
      world.reply("ada", noted.comment, "I could not agree more.", { at: at - 2000 });
      world.editComment(noted.comment, "It was not Han, then.", { at: at - 1000 });
    },
    input: { comment_type: "all", type: "all", include_replies: true },
    then: (reply) =>
      expect(reply.map(({ comment }) => comment.comment)).toEqual(["It was not Han, then.", "I could not agree more."]),
  }),
];
