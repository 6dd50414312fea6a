import { compileSource } from "@showrunner/rules/compile-source.ts";
import { nearestName } from "@showrunner/rules/near-names.ts";
import { RuleProblem, type RulePlace } from "@showrunner/rules/problem.ts";
import { readText } from "@showrunner/rules/rule-text.ts";
import type { RuleDefinition } from "@showrunner/rules/rule.ts";
import { listChannels } from "../act/channels.ts";
import type { Services } from "../context.ts";
import { listRules, nameOf } from "./rules.ts";

export interface RuleCheck {
  /** The rule, when saving it would not be refused. */
  definition: RuleDefinition | null;
  places: RulePlace[];
}

/**
 * Says of a rule's text, YAML or JSON, what would keep it from being saved, by the text's own lines. `ruleId` is the rule
 * that it is to become a version of: no other may have its name.
 */
export async function checkRule(
  ctx: Services,
  accountId: string,
  text: string,
  ruleId: string | undefined,
): Promise<RuleCheck> {
  const read = readOr(() => compileSource(text).definition);
  if ("places" in read) return { definition: null, places: read.places };
  const { found: definition } = read;
  const { position } = readText(text);
  const places: RulePlace[] = [];
  const names = (await listChannels(ctx, accountId)).flatMap(({ id, name }) => [id, name]);
  for (const [index, action] of definition.then.entries()) {
    if (!("channel" in action) || names.includes(action.channel)) continue;
    const suggestion = nearestName(action.channel, names);
    places.push({
      path: `then[${index}].channel`,
      ...position(["then", index, "channel"]),
      message: `you have no channel "${action.channel}"`,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }
  const rules = await listRules(ctx, accountId);
  if (rules.some((rule) => rule.id !== ruleId && nameOf(rule) === definition.name))
    places.push({ path: "name", ...position(["name"]), message: `you have another rule "${definition.name}" already` });
  return { definition: places.length === 0 ? definition : null, places };
}

function readOr<T>(read: () => T): { found: T } | { places: RulePlace[] } {
  try {
    return { found: read() };
  } catch (error) {
    if (!(error instanceof RuleProblem)) throw error;
    return { places: [...error.places] };
  }
}
