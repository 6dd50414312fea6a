import * as z from "zod";
import { celText, defineRecipe, input } from "../recipe.ts";
import type { RuleDefinition } from "../rule.ts";

export const householdRecipe = defineRecipe({
  id: "household",
  title: "Watched together",
  description:
    "What you watch from a list of yours, such as Together, is marked as watched for the other person of your household too, and the other way round. Both agree once to be one household, and each makes this recipe.",
  inputs: z.strictObject({
    with: z.string().trim().min(1).max(100).meta({ title: "With", description: "The other person's user name." }),
    list: input.list("Together"),
    share: input.toggle("Share what I watch", true),
    take: input.toggle("Take over what they share", true),
  }),
  rules: ({ with: other, list, share, take }, name) => {
    const sharing: RuleDefinition = {
      name,
      when: { event: ["episode.watched", "movie.watched"] },
      if: `on_list(${celText(list)})`,
      then: [{ do: "household.share", with: other }],
    };
    const taking: RuleDefinition = {
      name: `${name}: theirs`,
      when: { event: "household.watched" },
      if: `by.username == ${celText(other)}`,
      then: [{ do: "history.add" }],
    };
    return [...(share ? [sharing] : []), ...(take ? [taking] : [])];
  },
});
