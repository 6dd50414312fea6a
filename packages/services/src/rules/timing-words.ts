import type { RuleDefinition } from "@showrunner/rules/rule.ts";

/**
 * What becomes in time of an action that a rule asks for, each a sentence without its end: its wait, the digest that it is
 * held for, its throttle, quiet hours. By the rule alone; `place` is the action's in its `then`.
 */
export function timingWords({ then, options = {} }: RuleDefinition, place: number): string[] {
  const action = then[place];
  if (action === undefined) return [];
  const words: string[] = [];
  if (action.wait !== undefined)
    words.push(
      action.if === undefined
        ? `only after ${action.wait}`
        : `only after ${action.wait}, if then ${[action.if].flat().join(" and ")}`,
    );
  const isTold = action.do === "hold" || action.do === "notify";
  if (!isTold && action.do !== "webhook") return words;
  const isHeld = action.do === "hold" || (isTold && options.digest !== undefined && !then.some(isHold));
  if (isHeld) {
    words.push(digestWords(options.digest));
    return words;
  }
  if (options.throttle !== undefined) {
    const { at_most, per, by } = options.throttle;
    const each = by === "channel" ? " to one channel" : by === "show" ? " about one show" : "";
    const rest = isTold ? "what is more waits and is told in one message" : "what is more is left out";
    words.push(`at most ${at_most} in ${per}${each}: ${rest}`);
  }
  // Unsaid, they are as the person's settings have them.
  if (options.quiet_hours === "ignore" && isTold) words.push("also in your quiet hours");
  if (options.quiet_hours === "respect") words.push("not in your quiet hours, but when they end");
  return words;
}

const isHold = (action: RuleDefinition["then"][number]): boolean => action.do === "hold";

function digestWords(digest: NonNullable<RuleDefinition["options"]>["digest"]): string {
  if (digest === undefined || typeof digest === "string") return `held for your ${digest ?? "daily"} digest`;
  const name = digest.name === undefined ? "" : ` "${digest.name}"`;
  if (digest.after_items !== undefined)
    return `held for the digest${name}, which goes out with ${digest.after_items} items`;
  return `held for your ${digest.every ?? "daily"} digest${name}`;
}
