import type { Recipe } from "../recipe.ts";

export const premieresToWatchlist: Recipe = {
  id: "premieres-to-watchlist",
  title: "Premieres to my watchlist",
  description:
    "Adds new shows to the watchlist as their first episode airs: of the genres you like, and well rated. A show that few have rated yet is let through, for on its first day hardly any has a rating that means something. Trakt's calendar of all shows holds the better known ones, not every premiere there is.",
  definition: {
    name: "Premieres to my watchlist",
    when: { event: "show.premiering", scope: "all" },
    if: ['show.genres.exists(genre, genre in ["drama", "science-fiction"])', "show.rating >= 7.0 || show.votes < 100"],
    then: [{ do: "watchlist.add" }],
  },
};
