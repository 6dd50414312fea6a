import * as z from "zod";

/** A movie, show, season or episode of the sandbox's catalogue, by Trakt's ids; a season by its show and number. */
export const Item = z.discriminatedUnion("type", [
  z.object({ type: z.literal("movie"), trakt: z.int() }),
  z.object({ type: z.literal("show"), trakt: z.int() }),
  z.object({ type: z.literal("season"), show: z.int(), number: z.int() }),
  z.object({ type: z.literal("episode"), trakt: z.int() }),
]);
export type Item = z.infer<typeof Item>;
export type ItemType = Item["type"];

export const itemTypes: readonly ItemType[] = ["movie", "show", "season", "episode"];

/** `movie:28`, `show:1390`, `season:1390:2`, `episode:73640`: how ops and sets name an item. */
export function keyOf(item: Item): string {
  return item.type === "season" ? `season:${item.show}:${item.number}` : `${item.type}:${item.trakt}`;
}

export function itemOf(key: string): Item {
  const [type, first, second] = key.split(":");
  switch (type) {
    case "movie":
    case "show":
    case "episode":
      return { type, trakt: Number(first) };
    case "season":
      return { type, show: Number(first), number: Number(second) };
    default:
      throw new TypeError(`${key} is not an item's key`);
  }
}

/** `movies`, `shows`, …: Trakt's plural, as its bodies and activities have it. */
export function pluralOf(type: ItemType): "movies" | "shows" | "seasons" | "episodes" {
  return `${type}s`;
}
