import * as z from "zod";

/** One condition of a rule as it was evaluated on one event. */
export const ConditionTrace = z.object({
  /** The condition as written. */
  text: z.string(),
  /** Absent when it was not reached, because one before it had failed. */
  result: z.boolean().optional(),
  /** What the names in it stood for: `show.rating` → 7.4. */
  values: z.record(z.string(), z.json()),
  /** Why it could not be evaluated. */
  error: z.string().optional(),
});
export type ConditionTrace = z.infer<typeof ConditionTrace>;

export const Outcome = z.enum([
  /** Every condition held: the actions were asked for. */
  "matched",
  /** A condition did not hold. */
  "not_matched",
  /** It would have chased its own tail: the event is an echo of this rule, or too many rules deep. */
  "suppressed",
  /** A condition or template could not be evaluated. */
  "failed",
]);
export type Outcome = z.infer<typeof Outcome>;

/** Why a run did, or did not, act. */
export const Trace = z.object({
  outcome: Outcome,
  /** One sentence for a person. */
  reason: z.string(),
  conditions: z.array(ConditionTrace),
  /** What becomes of its actions in time, each a sentence: held until when, waiting for what, left out why. */
  timing: z.array(z.string()).optional(),
});
export type Trace = z.infer<typeof Trace>;
