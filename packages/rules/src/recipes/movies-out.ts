import * as z from "zod";
import { defineRecipe, input, movieUrl } from "../recipe.ts";

const events = ["movie.releasing", "movie.streaming", "movie.on_disc"] as const;

export const moviesOut = defineRecipe({
  id: "movies-on-my-watchlist",
  title: "Movies on my watchlist come out",
  description:
    "A message on the day on which a movie of your watchlist comes to the cinemas, can be streamed, or is out on disc. Trakt gives a day and no time.",
  inputs: z.strictObject({
    events: z
      .array(z.enum(events))
      .min(1)
      .default(["movie.streaming", "movie.on_disc"])
      .meta({ title: "When it is out" }),
    channel: input.channel,
  }),
  rules: ({ events: wanted, channel }, name) => [
    {
      name,
      when: { event: wanted },
      // The person's calendar has movies of their collection and lists, too.
      if: "on_watchlist",
      then: [
        {
          do: "notify",
          channel,
          title:
            '{{ movie.title }} {% case event.type %}{% when "movie.streaming" %}can be streamed{% when "movie.on_disc" %}is out on disc{% else %}is in the cinemas{% endcase %}',
          body: "{% if movie.year %}{{ movie.title }} ({{ movie.year }}){% else %}{{ movie.title }}{% endif %}, from today.",
          url: movieUrl,
        },
      ],
    },
  ],
});
