import type { ReplyOf } from "@showrunner/client/asked.ts";

type RulePlan = ReplyOf<"rules.plan">;
type PlannedChange = RulePlan["changes"][number];

/** A plan for a person: what changes, line by line. */
export function planWords(plan: RulePlan, username: string): string {
  if (plan.count === 0)
    return [`The rules of ${username} are as the file says.`, ...plan.changes.flatMap(leftWords)].join("\n");
  return [`${changesWords(plan.count)} for ${username}:`, ...plan.changes.flatMap(changeWords)].join("\n");
}

/** Whether something is different by it. */
export const isMade = ({ kind }: PlannedChange): boolean => kind !== "same" && kind !== "left";

function changeWords(change: PlannedChange): string[] {
  switch (change.kind) {
    case "add":
      return ["", `+ ${change.name}${change.enabled ? "" : " (off)"}`, ...indented(change.diff)];
    case "remove":
      return ["", `- ${change.name}`, ...indented(change.diff)];
    case "change": {
      const also = [
        change.renamedFrom === null ? undefined : `was "${change.renamedFrom}"`,
        change.switched === null ? undefined : `switched ${change.switched}`,
      ].filter((part) => part !== undefined);
      return ["", `~ ${change.name}${also.length === 0 ? "" : ` (${also.join(", ")})`}`, ...indented(change.diff)];
    }
    default:
      return leftWords(change);
  }
}

function leftWords(change: PlannedChange): string[] {
  return change.kind === "left" ? [`  ${change.name} is not in the file and stays; --prune removes it.`] : [];
}

function indented(diff: string): string[] {
  return diff
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("\\"))
    .map((line) => `    ${line}`);
}

export const changesWords = (count: number): string => (count === 1 ? "1 change" : `${count} changes`);
