import * as Progress from "@showrunner/trakt/contract/shows-progress.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";

const constantine = { type: "show", trakt: 60_307 } as const;

const completed = async (stage: Stage): Promise<[number, boolean]> => {
  const progress = await stage.as("ada").call(Shows.watchedProgress, { id: constantine.trakt });
  return [progress.completed, progress.reset_at != null];
};

export const showsProgressExamples: readonly Example[] = [
  example(Progress.collectionProgress, "counts what is in the collection", {
    as: "ada",
    before: ({ world }) => {
      for (const at of [0, 1])
        world.collect("ada", { type: "episode", trakt: world.show(constantine.trakt).episodes[at]?.trakt ?? 0 });
    },
    input: { id: "constantine" },
    then: (reply) => {
      expect(reply).toMatchObject({
        aired: 13,
        completed: 2,
        last_collected_at: "2026-11-20T12:00:00.000Z",
        last_episode: { number: 2 },
        next_episode: { number: 3 },
      });
      expect(reply.seasons[0]?.episodes?.map((one) => one.completed).slice(0, 3)).toEqual([true, true, false]);
    },
  }),
  example(Progress.resetProgress, "starts the show over", {
    as: "ada",
    before: ({ world }) => {
      world.watch("ada", constantine);
    },
    input: { id: 60_307 },
    then: async (_reply, stage) => expect(await completed(stage)).toEqual([0, true]),
  }),
  example(Progress.undoResetProgress, "makes everything that was watched count again", {
    as: "ada",
    before: ({ world }) => {
      world.watch("ada", constantine);
      world.resetProgress("ada", constantine.trakt);
    },
    input: { id: 60_307 },
    then: async (_reply, stage) => expect(await completed(stage)).toEqual([13, false]),
  }),
];
