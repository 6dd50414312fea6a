import { requiredInputs } from "../recipe.ts";
import { recipes } from "../recipes.ts";
import type { RuleDefinition } from "../rule.ts";

/** Every rule of every recipe, filled in with its defaults; what has none goes to the inbox. */
export function filledIn(): RuleDefinition[] {
  return recipes.flatMap((recipe) => {
    const required = requiredInputs(recipe);
    return recipe.make(Object.fromEntries(Object.entries(needed).filter(([key]) => required.includes(key))));
  });
}

/** What has no default, in whichever recipe. */
const needed = { channel: "inbox", with: "bo" };
