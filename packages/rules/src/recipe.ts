import type { RuleDefinition } from "./rule.ts";

/** A rule that somebody can start from. */
export interface Recipe {
  /** Stable: links name it. */
  id: string;
  title: string;
  /** What it does, and what it cannot. */
  description: string;
  definition: RuleDefinition;
}
