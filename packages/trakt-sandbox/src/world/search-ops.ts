import * as z from "zod";

export const SearchedType = z.enum(["movies", "shows", "people", "lists"]);

/** What somebody looked for and then chose: counted for everybody, and kept of nobody. */
export const searchOps = [
  z.object({
    kind: z.literal("search.chosen"),
    at: z.number(),
    query: z.string(),
    type: SearchedType,
    id: z.int(),
    /** False takes one back. */
    chosen: z.boolean(),
  }),
] as const;
