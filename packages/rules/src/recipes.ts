import type { Recipe } from "./recipe.ts";
import { hideFinishedShows } from "./recipes/hide-finished-shows.ts";
import { notifyAiring } from "./recipes/notify-airing.ts";
import { premieresToWatchlist } from "./recipes/premieres-to-watchlist.ts";

/** Rules to begin with, in the order in which they are offered. */
export const recipes: readonly Recipe[] = [premieresToWatchlist, hideFinishedShows, notifyAiring];
