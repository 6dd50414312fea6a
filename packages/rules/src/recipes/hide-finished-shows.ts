import type { Recipe } from "../recipe.ts";

export const hideFinishedShows: Recipe = {
  id: "hide-finished-shows",
  title: "Hide finished shows",
  description:
    "Takes a show off your progress once it has ended or was canceled and you have watched all of it. It is only hidden there: history, ratings and collection stay as they are, and a show that is renewed can be unhidden.",
  definition: {
    name: "Hide finished shows",
    when: { event: "show.completed" },
    then: [{ do: "hide", section: "progress_watched" }],
  },
};
