import * as z from "zod";
import { defineRecipe } from "../recipe.ts";

const events = [
  "episode.watched",
  "movie.watched",
  "show.started",
  "season.completed",
  "show.completed",
  "item.rated",
  "watchlist.item_added",
  "watchlist.item_removed",
] as const;

export const everythingToMyServer = defineRecipe({
  id: "everything-to-my-server",
  title: "Everything I watch to my own server",
  description:
    "Posts each thing that you watch to an address of yours, signed, with the same id however often it is tried: for a home automation, a diary, a database.",
  inputs: z.strictObject({
    events: z.array(z.enum(events)).min(1).default(["episode.watched", "movie.watched"]).meta({ title: "What" }),
    channel: z
      .string()
      .trim()
      .min(1)
      .max(120)
      .meta({ title: "To", description: "The name of a webhook channel of yours.", input: "channel" }),
  }),
  rules: ({ events: wanted, channel }, name) => [{ name, when: { event: wanted }, then: [{ do: "webhook", channel }] }],
});
