import * as z from "zod";
import { ActionRequest, ItemRef } from "./actions.ts";

/** A play, or a collected movie or episode: what a thing comes down to in the history and the collection. */
export const Part = z.object({
  item: ItemRef,
  /** Trakt's history id, of a play. */
  play: z.int().nullish(),
  /** When it was watched or collected, ISO 8601. */
  at: z.string(),
});
export type Part = z.infer<typeof Part>;

/** How a thing stood at Trakt, in the place that an action is about, before the action. */
export const Standing = z.object({
  /** Null where it could not be known. */
  there: z.boolean().nullable(),
  /** Since when, ISO 8601: listed, hidden, rated. */
  at: z.string().nullish(),
  rating: z.int().nullish(),
  /** What was there of it; null where that could not be known, or is too much to keep. */
  parts: z.array(Part).nullish(),
});
export type Standing = z.infer<typeof Standing>;

/** One change that a rule made at Trakt, with what was before: the ledger's entry, by which it is taken back. */
export const Deed = z.object({
  actionId: z.string(),
  accountId: z.string(),
  runId: z.string(),
  ruleId: z.string(),
  ruleName: z.string(),
  request: ActionRequest,
  /** When its run was, ISO 8601. */
  at: z.string(),
  before: Standing,
  /** The history ids of the plays that it made, where Trakt told them. */
  plays: z.array(z.int()).nullish(),
  /** The actions that take it back, or did. */
  undoneBy: z.array(z.string()).nullish(),
});
export type Deed = z.infer<typeof Deed>;

/** What is to be taken back. Days are those of the person's own time zone. */
export const UndoScope = z.discriminatedUnion("what", [
  z.strictObject({ what: z.literal("run"), runId: z.string().min(1) }),
  z.strictObject({ what: z.literal("rule"), ruleId: z.string().min(1) }),
  z.strictObject({ what: z.literal("day"), day: z.iso.date() }),
]);
export type UndoScope = z.infer<typeof UndoScope>;

/** A person's word that something be taken back; worked off until all that was done before it has been. */
export const Undo = z.object({
  id: z.string(),
  accountId: z.string(),
  scope: UndoScope,
  /** Epoch ms. The day's bounds, of a day. */
  from: z.number().nullish(),
  to: z.number().nullish(),
  askedAt: z.string(),
  state: z.enum(["going", "done"]),
});
export type Undo = z.infer<typeof Undo>;
