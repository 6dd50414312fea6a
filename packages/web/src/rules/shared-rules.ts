import { isRecord, recordsAt, type RuleValue, textAt, withAt } from "./rule-value.ts";
import { valueOf } from "./yaml-text.ts";

export interface SharedRule {
  definition: RuleValue;
  enabled: boolean;
}

const prefix = "showrunner-rule-1:";

/** The rules that a line, a link or a YAML text brings; or why it brings none. */
export function rulesIn(text: string): { rules: SharedRule[] } | { why: string } {
  const trimmed = text.trim();
  const at = trimmed.indexOf(prefix);
  if (at >= 0) return fromLine(trimmed.slice(at + prefix.length));
  const found = valueOf(trimmed);
  if (found === undefined || !isRecord(found.value)) return { why: "This is neither a shared rule nor one as YAML." };
  const { value } = found;
  if (!("rules" in value)) return { rules: [sharedOf(value)] };
  const list = recordsAt(value, ["rules"]);
  return list.length === 0 ? { why: "There are no rules in it." } : { rules: list.map(sharedOf) };
}

function fromLine(encoded: string): { rules: SharedRule[] } | { why: string } {
  const why = "The shared rule was cut off or changed on its way. Ask for it again.";
  try {
    const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isRecord(value) ? { rules: [sharedOf(value)] } : { why };
  } catch {
    return { why };
  }
}

/** Ids are of where the rule came from; whoever takes it over gets a rule of their own. */
function sharedOf({ id: _id, enabled, ...definition }: RuleValue): SharedRule {
  return { definition, enabled: enabled !== false };
}

/** The channels that rules name, each once. */
export function channelsNamed(rules: readonly SharedRule[]): string[] {
  const named = rules.flatMap(({ definition }) =>
    recordsAt(definition, ["then"]).map((action) => textAt(action, ["channel"])),
  );
  return [...new Set(named.filter((name) => name !== ""))];
}

/** The rule with other channels in the place of those that it names. */
export function withChannels(definition: RuleValue, channels: Readonly<Record<string, string>>): RuleValue {
  const actions = recordsAt(definition, ["then"]);
  return actions.reduce<RuleValue>((rule, action, at) => {
    const other = channels[textAt(action, ["channel"])];
    const next = other === undefined ? rule : withAt(rule, ["then", at, "channel"], other);
    return isRecord(next) ? next : rule;
  }, definition);
}
