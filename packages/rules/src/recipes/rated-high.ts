import * as z from "zod";
import { defineRecipe, input } from "../recipe.ts";

export const ratedHigh = defineRecipe({
  id: "rated-high",
  title: "Rated 9 or 10",
  description:
    "What you rate high goes to a list of yours, or is told to a channel such as Discord, or both: once, not again when you make it a 10 of a 9.",
  inputs: z.strictObject({
    rating: z.int().min(1).max(10).default(9).meta({ title: "Rated at least" }),
    what: z.enum(["list", "tell", "both"]).default("list").meta({ title: "Then" }),
    list: input.list("Best of the best"),
    channel: input.channel,
  }),
  rules: ({ rating, what, list, channel }, name) => [
    {
      name,
      when: { event: "item.rated" },
      if: `rating >= ${rating} && !(known(previous_rating) && previous_rating >= ${rating})`,
      then: [
        ...(what === "tell" ? [] : [{ do: "list.add" as const, list }]),
        ...(what === "list"
          ? []
          : [
              {
                do: "notify" as const,
                channel,
                title: "{{ rating }}/10: {% if movie.title %}{{ movie.title }}{% else %}{{ show.title }}{% endif %}",
                body: "{% if episode.number %}Season {{ episode.season }}, episode {{ episode.number }}.{% elsif movie.year %}{{ movie.year }}{% endif %}",
              },
            ]),
      ],
    },
  ],
});
