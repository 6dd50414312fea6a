import type { Account } from "@showrunner/core/records.ts";
import type { CompiledRule } from "@showrunner/rules/compile.ts";
import { nearestName } from "@showrunner/rules/near-names.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import { asPerson } from "../accounts/tokens.ts";
import type { Services } from "../context.ts";

/**
 * The personal lists that a rule's conditions name and the person does not have, in a sentence each. No mistake: a list may
 * be made later, and until then nothing is on it. Asks Trakt only where a condition names a list.
 */
export async function unknownLists(ctx: Services, account: Account, rule: CompiledRule): Promise<string[]> {
  const named = [...rule.needs].flatMap((fact) => (fact.startsWith("list:") ? fact.slice("list:".length) : []));
  if (named.length === 0) return [];
  const { items, whole } = await asPerson(ctx, account, (session) => session.readWhole(Users.lists, { id: "me" }));
  if (!whole) return [];
  const lists = new Map(items.map(({ name }) => [name.trim().toLowerCase(), name]));
  return named
    .filter((name) => !lists.has(name))
    .map((name) => {
      const near = lists.get(nearestName(name, lists.keys()) ?? "");
      const meant = near === undefined ? "" : `; did you mean "${near}"?`;
      return `${account.username} has no personal list "${name}", and nothing is on it until there is one${meant}`;
    });
}
