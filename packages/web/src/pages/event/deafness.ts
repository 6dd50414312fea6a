import type { ReplyOf } from "@showrunner/client/asked.ts";

export type Unheard = ReplyOf<"events.explain">["unheard"][number];

/** Rules that did not run on an event: those that might have, the nearest first, and those that wait for something else. */
export function deafnessOf(unheard: readonly Unheard[]): { near: Unheard[]; others: Unheard[] } {
  const isOther = ({ why }: Unheard): boolean => why === "other_type" || why === "other_rule";
  const rank = ({ why }: Unheard): number => nearness.indexOf(why);
  return {
    near: unheard.filter((one) => !isOther(one)).toSorted((a, b) => rank(a) - rank(b)),
    others: unheard.filter(isOther),
  };
}

const nearness = ["not_yet", "before_on", "disabled", "other_time", "other_scope"];
