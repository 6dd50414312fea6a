import { Problem } from "@showrunner/core/errors.ts";
import type { Recipe } from "./recipe.ts";
import { cleanAList } from "./recipes/clean-a-list.ts";
import { everythingToMyServer } from "./recipes/everything-to-my-server.ts";
import { friendFinished } from "./recipes/friend-finished.ts";
import { hideFinishedShows } from "./recipes/hide-finished-shows.ts";
import { householdRecipe } from "./recipes/household.ts";
import { lifeOfShows } from "./recipes/life-of-shows.ts";
import { mediaServer } from "./recipes/media-server.ts";
import { moviesOut } from "./recipes/movies-out.ts";
import { myWeek } from "./recipes/my-week.ts";
import { notifyAiring } from "./recipes/notify-airing.ts";
import { premieresToWatchlist } from "./recipes/premieres-to-watchlist.ts";
import { ratedHigh } from "./recipes/rated-high.ts";
import { stalledShows } from "./recipes/stalled-shows.ts";
import { wholeSeasonOut } from "./recipes/whole-season-out.ts";

/** Rules to begin with, in the order in which they are offered. */
export const recipes: readonly Recipe[] = [
  premieresToWatchlist,
  hideFinishedShows,
  notifyAiring,
  wholeSeasonOut,
  lifeOfShows,
  moviesOut,
  myWeek,
  stalledShows,
  friendFinished,
  everythingToMyServer,
  ratedHigh,
  cleanAList,
  mediaServer,
  householdRecipe,
];

/** Throws Problem `recipe.unknown`. */
export function recipeOf(id: string): Recipe {
  const found = recipes.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new Problem({
    code: "recipe.unknown",
    message: `there is no recipe "${id}"`,
    hint: `Recipes: ${recipes.map((one) => one.id).join(", ")}.`,
  });
}
