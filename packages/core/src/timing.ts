import * as z from "zod";

/** Which of several messages come first where they are told together, and which are cut first. */
export const Priority = z.enum(["low", "normal", "high"]);
export type Priority = z.infer<typeof Priority>;

/** When a message or webhook may go out, as its rule has it. */
export const Timing = z.object({
  /** Whether it waits for the end of quiet hours. */
  quiet: z.boolean(),
  priority: Priority,
  /** A message that tells others: the actions that it stands for. It is never merged again. */
  merges: z.array(z.string()).optional(),
});
export type Timing = z.infer<typeof Timing>;

export const HoldKind = z.enum(["quiet_hours", "digest", "throttle", "catch_up"]);
export type HoldKind = z.infer<typeof HoldKind>;

/** Why an action waits, and until when. */
export const Hold = z.object({
  kind: HoldKind,
  /** Epoch ms. */
  until: z.number(),
  /** Those of one bundle are told in one message; null: it waits by itself. */
  bundle: z.string().nullable(),
  /** For a person: `held for quiet hours until …`. */
  reason: z.string(),
  /** Of a digest: when it goes out. One that goes out after so many items has its number. */
  schedule: z.union([z.enum(["daily", "weekly"]), z.int()]).optional(),
  /** Of a digest: its name. */
  name: z.string().optional(),
  /** Of a throttle: what counts, so that the message that tells of all that waited counts too. */
  counter: z.string().optional(),
});
export type Hold = z.infer<typeof Hold>;
