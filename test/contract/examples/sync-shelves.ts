import * as Shelves from "@showrunner/trakt/contract/sync-shelves.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";
import { memento, starWars } from "./library-scenes.ts";

function lists({ world }: Stage): void {
  for (const movie of [starWars, memento]) {
    world.watchlistAdd("ada", movie);
    world.favorite("ada", movie);
  }
}

const change = { description: "For rainy days", sort_by: "title", sort_how: "desc" } as const;
const idsOf = ({ world }: Stage, shelf: "watchlist" | "favorites"): number[] => world[shelf]("ada").map(({ id }) => id);
const firstOf = (stage: Stage, shelf: "watchlist" | "favorites"): number => idsOf(stage, shelf)[0] ?? 0;

export const syncShelvesExamples: readonly Example[] = [
  example(Shelves.updateWatchlist, "tells the list as it is then", {
    as: "ada",
    before: lists,
    input: { body: change },
    then: (reply) => expect(reply).toMatchObject({ ...change, item_count: 2 }),
  }),
  example(Shelves.reorderWatchlist, "ranks items by their ids, and tells which are none of the list's", {
    as: "ada",
    before: lists,
    input: (stage) => ({ body: { rank: [...idsOf(stage, "watchlist").toReversed(), 5] } }),
    then: async (reply, stage) => {
      expect(reply).toEqual({ updated: 2, skipped_ids: [5] });
      const items = await stage.as("ada").call(Sync.watchlist, { type: "all", sort_by: "rank", sort_how: "asc" });
      expect(items).toMatchObject([
        { rank: 1, movie: { title: "Memento" } },
        { rank: 2, movie: { title: "Star Wars" } },
      ]);
    },
  }),
  example(Shelves.updateWatchlistItem, "sets a VIP's note", {
    as: "ada",
    before: lists,
    input: (stage) => ({ list_item_id: firstOf(stage, "watchlist"), body: { notes: "with Ben" } }),
    then: (_reply, { world }) => expect(world.watchlist("ada")).toMatchObject([{ notes: "with Ben" }, { notes: null }]),
  }),
  example(Shelves.updateFavorites, "tells the list as it is then", {
    as: "ada",
    before: lists,
    input: { body: { description: "The best" } },
    then: (reply) => expect(reply).toMatchObject({ description: "The best", sort_by: "rank", item_count: 2 }),
  }),
  example(Shelves.reorderFavorites, "leaves what is in its place already", {
    as: "ada",
    before: lists,
    input: (stage) => ({ body: { rank: idsOf(stage, "favorites") } }),
    then: (reply) => expect(reply).toEqual({ updated: 0, skipped_ids: [] }),
  }),
  example(Shelves.updateFavorite, "removes a note", {
    as: "ada",
    before: ({ world }) => world.favorite("ada", starWars, { notes: "The first one" }),
    input: (stage) => ({ list_item_id: firstOf(stage, "favorites"), body: { notes: null } }),
    then: (_reply, { world }) => expect(world.favorites("ada")).toMatchObject([{ item: starWars, notes: null }]),
  }),
];
