import * as z from "zod";
import { defineRecipe, input, showUrl } from "../recipe.ts";

export const wholeSeasonOut = defineRecipe({
  id: "whole-season-out",
  title: "The whole season is out",
  description:
    "A message when the last episode of a season of one of your shows has aired, or all of it came out at once: for those who like to watch it in one go.",
  inputs: z.strictObject({
    channel: input.channel,
    binge_only: input.toggle("Only seasons that come out all at once", false),
  }),
  rules: ({ channel, binge_only }, name) => [
    {
      name,
      when: { event: "season.aired" },
      ...(binge_only ? { if: "all_at_once" } : {}),
      then: [
        {
          do: "notify",
          channel,
          title: "{{ show.title }}: all of season {{ season.number }} is out",
          body: "{% if all_at_once %}All of it came out at once.{% else %}Its last episode has aired.{% endif %}",
          url: `${showUrl}/seasons/{{ season.number }}`,
        },
      ],
    },
  ],
});
