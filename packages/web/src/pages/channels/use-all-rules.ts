import type { ReplyOf } from "@showrunner/client/asked.ts";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { client, keyOf, me } from "../../app/api.ts";

export type RuleRow = ReplyOf<"rules.list">["items"][number];

/** Every rule of the account, however many pages they are. */
export function useAllRules(): UseQueryResult<RuleRow[]> {
  return useQuery({
    queryKey: keyOf("rules.list", "every page"),
    queryFn: async ({ signal }) => {
      const rules: RuleRow[] = [];
      for await (const page of client.pages("rules.list", { path: me, query: { limit: 200 }, signal }))
        rules.push(...page.items);
      return rules;
    },
  });
}
