import { describe, expect, it } from "vitest";
import { firstSentence, readyRecipes } from "./recipes.ts";

describe("recipes to begin with", () => {
  it("are those that work without anything filled in", () => {
    const recipe = (id: string, inputs: Record<string, unknown>) => ({ id, description: "", inputs });
    const recipes = [recipe("a", {}), recipe("b", { required: ["channel"] }), recipe("c", { required: [] })];
    expect(readyRecipes(recipes).map(({ id }) => id)).toEqual(["a", "c"]);
  });

  it("say in one sentence what they are", () => {
    expect(firstSentence("Adds new shows to the watchlist: of the genres you like. More.")).toBe(
      "Adds new shows to the watchlist.",
    );
    expect(firstSentence("Posts v1.5 things")).toBe("Posts v1.5 things");
  });
});
