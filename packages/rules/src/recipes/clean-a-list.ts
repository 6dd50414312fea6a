import * as z from "zod";
import { celText, defineRecipe, input } from "../recipe.ts";

export const cleanAList = defineRecipe({
  id: "clean-a-list",
  title: "Clean a list of what I have watched",
  description:
    "A movie that you watched, or a show of which you watched everything there is, leaves one of your lists. Trakt cleans the watchlist by itself, and no other list.",
  inputs: z.strictObject({
    list: input.list("To watch"),
    shows: z
      .enum(["completed", "caught up", "started", "never"])
      .default("completed")
      .meta({ title: "Shows leave when they are" }),
  }),
  rules: ({ list, shows }, name) => [
    {
      name,
      when: {
        event: [
          "movie.watched",
          ...(shows === "never" ? [] : ["show.completed" as const]),
          ...(shows === "caught up" || shows === "started" ? ["show.caught_up" as const] : []),
          ...(shows === "started" ? ["show.started" as const] : []),
        ],
      },
      if: `on_list(${celText(list)})`,
      then: [{ do: "list.remove", list }],
    },
  ],
});
