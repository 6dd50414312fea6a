import * as z from "zod";

/**
 * A list of items without those that do not say what they are about, which Trakt's contract allows for: of such there
 * is nothing to tell. A list that lost some counts as incomplete, since Trakt told of more.
 */
export function namedList<Item extends z.ZodType>(key: string, item: Item) {
  return z.preprocess(
    (list) => (Array.isArray(list) ? list.filter((one: unknown) => names(one, key)) : list),
    z.array(item),
  );
}

function names(item: unknown, key: string): boolean {
  if (typeof item !== "object" || item === null) return false;
  const thing: unknown = Reflect.get(item, key);
  return typeof thing === "object" && thing !== null;
}
