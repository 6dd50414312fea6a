import * as z from "zod";

export const KeyScope = z.enum(["read", "write"]);
export type KeyScope = z.infer<typeof KeyScope>;

/** What a key is asked for with. */
export const NewApiKey = z.strictObject({
  name: z.string().trim().min(1).max(120).describe("What it is for."),
  scopes: z.array(KeyScope).min(1).max(2).default(["read"]).describe("`write` reads too."),
  days: z
    .int()
    .min(1)
    .max(3650)
    .optional()
    .describe("For how many days it holds; until it is taken back when left out."),
});
