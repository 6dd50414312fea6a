import type { Item } from "@showrunner/trakt-sandbox/world/items.ts";
import type { Stage } from "../example.ts";

/** What people do before a chart is asked for: each scene puts `first` before `second`. */

type Scene = (first: Item, second: Item) => (stage: Stage) => void;

/** Two watch the first at this moment, and one the second. */
export const watchingNow: Scene =
  (first, second) =>
  ({ world }) => {
    world.startWatching("ben", second, 60);
    for (const username of ["ada", "dan"]) world.startWatching(username, first, 60);
  };

/** The first has three plays of one person, the second two of two. */
export const playedMost: Scene =
  (first, second) =>
  ({ world }) => {
    for (const username of ["ben", "dan"]) world.watch(username, second);
    for (let times = 0; times < 3; times++) world.watch("ada", first);
  };

/** Two watched the first, and one, three times, the second; many more did so weeks ago. */
export const watchedByMost: Scene =
  (first, second) =>
  ({ world }) => {
    for (const username of ["ben", "dan"]) world.watch(username, first);
    for (let times = 0; times < 3; times++) world.watch("ada", second);
    for (const username of ["ben", "cleo", "dan"])
      world.watch(username, second, { watched_at: "2026-09-01T20:00:00.000Z" });
  };

/** Two have collected the first, one the second. */
export const collectedByMost: Scene =
  (first, second) =>
  ({ world }) => {
    world.collect("ada", second);
    for (const username of ["ben", "dan"]) world.collect(username, first);
  };

/** Two have made the first a favorite, one the second. */
export const favoredByMost: Scene =
  (first, second) =>
  ({ world }) => {
    world.favorite("ada", second);
    for (const username of ["ben", "dan"]) world.favorite(username, first);
  };

/** The first is on a watchlist and a list, the second on one watchlist. */
export const listedMost: Scene =
  (first, second) =>
  ({ world }) => {
    world.watchlistAdd("ben", second);
    world.watchlistAdd("dan", first);
    world.listAdd("ada", world.createList("ada", { name: "Soon" }), first);
  };

/** Last week the first was behind the second; this week only the first was watched. */
export const roseThisWeek: Scene =
  (first, second) =>
  ({ world }) => {
    world.watch("ada", first, { watched_at: "2026-11-10T20:00:00.000Z" });
    for (const username of ["ben", "dan"]) world.watch(username, second, { watched_at: "2026-11-10T20:00:00.000Z" });
    world.watch("ada", first);
  };
