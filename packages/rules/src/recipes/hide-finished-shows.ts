import * as z from "zod";
import { defineRecipe, input } from "../recipe.ts";
import type { RuleDefinition } from "../rule.ts";

export const hideFinishedShows = defineRecipe({
  id: "hide-finished-shows",
  title: "Hide finished shows",
  description:
    "Takes a show off your progress once it has ended or was canceled and you have watched all of it. It is only hidden there, or dropped if you like: history, ratings and collection stay as they are. A show that is renewed comes back, unless it was you who hid it.",
  inputs: z.strictObject({
    how: z.enum(["hide", "drop"]).default("hide").meta({
      title: "How",
      description: "Hidden from the progress only, or dropped: out of calendars and recommendations too.",
    }),
    come_back: input.toggle("Bring it back when it is renewed", true),
  }),
  rules: ({ how, come_back }, name) => {
    const hide: RuleDefinition = {
      name,
      when: { event: "show.completed" },
      then: [how === "hide" ? { do: "hide", section: "progress_watched" } : { do: "drop" }],
    };
    const back: RuleDefinition = {
      name: `${name}: back when renewed`,
      when: { event: "show.renewed" },
      then: [
        how === "hide"
          ? { do: "unhide", section: "progress_watched", whose: "rules" }
          : { do: "undrop", whose: "rules" },
      ],
    };
    return come_back ? [hide, back] : [hide];
  },
});
