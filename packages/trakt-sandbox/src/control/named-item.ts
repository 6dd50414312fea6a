import * as z from "zod";
import { Item, itemOf } from "../world/items.ts";

/** An item, or its short name: `movie:28`, `show:1390`, `season:1390:2`, `episode:73640`. */
export const NamedItem = z.union([
  Item,
  z
    .string()
    .regex(/^((movie|show|episode):\d+|season:\d+:\d+)$/)
    .transform(itemOf),
]);
