import * as z from "zod";
import { defineRecipe, input, showUrl } from "../recipe.ts";

const events = ["show.renewed", "show.season_announced", "show.canceled", "show.ended"] as const;

export const lifeOfShows = defineRecipe({
  id: "renewed-canceled-ended",
  title: "Renewed, canceled, ended",
  description:
    "A message when a show that you follow goes on after all, gets another season, is canceled or comes to its end. Told once it has held for a while, for such news are often taken back.",
  inputs: z.strictObject({
    events: z
      .array(z.enum(events))
      .min(1)
      .default([...events])
      .meta({ title: "Which news" }),
    channel: input.channel,
  }),
  rules: ({ events: wanted, channel }, name) => [
    {
      name,
      when: { event: wanted },
      then: [
        {
          do: "notify",
          channel,
          title:
            '{{ show.title }} {% case event.type %}{% when "show.renewed" %}goes on{% when "show.season_announced" %}gets another season{% when "show.canceled" %}is canceled{% else %}has ended{% endcase %}',
          body: "{{ show.title }}{% if show.network %} on {{ show.network }}{% endif %}.",
          url: showUrl,
        },
      ],
    },
  ],
});
