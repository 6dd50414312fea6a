import type { Account } from "@showrunner/core/records.ts";
import { recipeOf } from "@showrunner/rules/recipes.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { explainRun } from "@showrunner/services/events/explain.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import type { TestWorld } from "./test-world.ts";
import { runsOf } from "./told.ts";

/** Switches on the rules that a recipe makes. */
export async function useRecipe(
  t: TestWorld,
  account: Account,
  id: string,
  filledIn: Record<string, unknown> = {},
): Promise<void> {
  for (const definition of recipeOf(id).make(filledIn))
    await saveRule(t.ctx, account.id, definition, { enabled: true });
}

/** What a person's inbox was told, in the order it came: `title | body`. */
export async function told(t: TestWorld, account: Account): Promise<string[]> {
  return (await readInbox(t.ctx, account.id, 100)).map((one) => `${one.title} | ${one.body}`).toReversed();
}

/** A person's runs in the order they were made: outcome, whether each condition held, what came of each action. */
export async function verdicts(
  t: TestWorld,
  account: Account,
): Promise<{ outcome: string; held: (boolean | null)[]; actions: (string | null)[] }[]> {
  const runs = await runsOf(t, account);
  return await Promise.all(
    runs.map(async ({ id, trace }) => ({
      outcome: trace.outcome,
      held: trace.conditions.map(({ result }) => (typeof result === "boolean" ? result : null)),
      actions: ((await explainRun(t.ctx, account.id, id))?.actions ?? []).map(({ outcome }) => outcome ?? null),
    })),
  );
}

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** Lets hours pass with a look at the clock each half of one. */
export async function hours(t: TestWorld, count: number): Promise<void> {
  for (let half = 0; half < count * 2; half++) await t.sleep(hourMs / 2);
}
