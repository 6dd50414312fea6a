import * as Checkin from "@showrunner/trakt/contract/checkin.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import { expect } from "vitest";
import { example, type Example } from "../example.ts";
import { starWars, winterIsComing } from "./library-scenes.ts";

export const checkinExamples: readonly Example[] = [
  example(Checkin.checkIn, "is what the person watches, by the id of the play that it will be", {
    as: "ada",
    input: {
      body: {
        show: { ids: { slug: "game-of-thrones" } },
        episode: { season: 1, number: 1 },
        sharing: { mastodon: true },
        message: "Here we go again",
      },
    },
    then: async (reply, { trakt, world }) => {
      expect(reply).toMatchObject({
        watched_at: "2026-11-20T12:00:00.000Z",
        episode: { season: 1, number: 1, ids: { trakt: winterIsComing.trakt } },
        show: { title: "Game of Thrones" },
      });
      expect(Number(reply.id)).toBeGreaterThan(2 ** 31);
      expect(await trakt.call(Users.watching, { id: "ada" })).toMatchObject({ action: "checkin" });
      expect(world.history("ada")).toEqual([]);
    },
  }),
  example(Checkin.cancel, "ends it without a play", {
    as: "ada",
    before: ({ world }) => void world.checkIn("ada", starWars),
    input: {},
    then: async (_reply, { trakt }) => expect(await trakt.call(Users.watching, { id: "ada" })).toBeNull(),
  }),
];
