import { recipes } from "../recipes.ts";
import type { RuleDefinition } from "../rule.ts";

/** Every rule of every recipe, filled in with its defaults; what has none goes to the inbox. */
export function filledIn(): RuleDefinition[] {
  return recipes.flatMap((recipe) => {
    const given = Object.entries(needed).filter(
      ([key]) => recipe.inputs.shape[key]?.safeParse(undefined).success === false,
    );
    return recipe.make(Object.fromEntries(given));
  });
}

/** What has no default, in whichever recipe. */
const needed = { channel: "inbox", with: "bo" };
