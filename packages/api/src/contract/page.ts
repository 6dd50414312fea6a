import * as z from "zod";

const count = z
  .string()
  .regex(/^\d{1,3}$/, "must be a whole number from 1 to 200")
  .transform(Number)
  .pipe(z.int().min(1, "must be at least 1").max(200, "must be at most 200"));

/** A page of a list: 50 unless said otherwise, and `after` is the `next` of the page before. */
export const Paged = z.strictObject({ limit: count.default(50), after: z.string().min(1).max(2000).optional() });

/** A list that is answered whole. */
export function listOf<Item extends z.ZodType>(item: Item): z.ZodObject<{ items: z.ZodArray<Item> }> {
  return z.object({ items: z.array(item) });
}

/** A page of a list; `next` is null on its last. */
export function pageOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ items: z.ZodArray<Item>; next: z.ZodNullable<z.ZodString> }> {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}
