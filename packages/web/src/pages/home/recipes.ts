interface Recipe {
  id: string;
  description: string;
  inputs: Readonly<Record<string, unknown>>;
}

/** As many as are looked at before one chooses. */
const mostShown = 6;

/** Recipes that need nothing filled in: these work at one press. */
export function readyRecipes<One extends Recipe>(recipes: readonly One[]): One[] {
  const isReady = ({ inputs: { required } }: One): boolean => !Array.isArray(required) || required.length === 0;
  return recipes.filter(isReady).slice(0, mostShown);
}

/** A description begins with what it is; the rest is for who wants to know more. */
export function firstSentence(text: string): string {
  const end = text.search(/[.:;](?:\s|$)/);
  return end === -1 ? text : `${text.slice(0, end)}.`;
}
