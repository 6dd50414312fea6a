import { recipes } from "../recipes.ts";
import type { RuleDefinition } from "../rule.ts";

/** Every rule of every recipe, filled in with its defaults; what has none goes to the inbox. */
export function filledIn(): RuleDefinition[] {
  return recipes.flatMap((recipe) => {
    const { channel } = recipe.inputs.shape;
    const needsChannel = channel !== undefined && !channel.safeParse(undefined).success;
    return recipe.make(needsChannel ? { channel: "inbox" } : {});
  });
}
