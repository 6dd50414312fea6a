import { ruleOf } from "./parse.ts";
import { RuleProblem } from "./problem.ts";
import type { ActionDefinition, RuleDefinition } from "./rule.ts";

/** So that a shared rule is known as one, and a later form of it as another. */
const prefix = "showrunner-rule-1:";
/** Characters of a shared rule at most: the largest rule there can be. */
const longest = 300_000;

/**
 * A rule as one line that can be sent to somebody, or put behind the `#` of a link, which no server sees. There is no
 * secret of its owner's in it: no ids, and of channels only what the rule calls them.
 */
export function shareRule(definition: RuleDefinition): string {
  const bytes = new TextEncoder().encode(JSON.stringify(definition));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return prefix + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Whether a text is a shared rule, or a link to one. */
export function isShared(text: string): boolean {
  return text.trim().startsWith(prefix) || text.includes(`#${prefix}`);
}

/** The rule that somebody shared. Throws RuleProblem (`rule.invalid`) for what is none. */
export function sharedRule(text: string): RuleDefinition {
  const trimmed = text.trim();
  const at = trimmed.indexOf(prefix);
  if (at < 0 || trimmed.length > longest)
    throw new RuleProblem([{ path: "", message: `a shared rule begins with ${prefix}` }]);
  return ruleOf(valueOf(trimmed.slice(at + prefix.length)), undefined);
}

function valueOf(encoded: string): unknown {
  try {
    const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return value;
  } catch (error) {
    throw new RuleProblem([{ path: "", message: "the shared rule was cut off or changed on its way" }], error);
  }
}

/** The channels that a rule names, each once. */
export function channelsOf({ then }: RuleDefinition): string[] {
  return [...new Set(then.flatMap((action) => ("channel" in action ? [action.channel] : [])))];
}

/** The rule with other channels in place of those that it names: `{ phone: "inbox" }`. */
export function withChannels(definition: RuleDefinition, channels: Readonly<Record<string, string>>): RuleDefinition {
  const renamed = (action: ActionDefinition): ActionDefinition =>
    "channel" in action && Object.hasOwn(channels, action.channel)
      ? { ...action, channel: channels[action.channel] ?? action.channel }
      : action;
  return { ...definition, then: definition.then.map(renamed) };
}
