import type { AccountLimits } from "../behaviour.ts";
import { me, type Call, type Route } from "../http/call.ts";
import { itemTypes, type ItemType } from "../world/items.ts";
import { describeShelf, noteOnShelf, reorderShelf } from "./shelf-edits.ts";
import { addToShelf, readShelf, takeFromShelf } from "./shelves.ts";

export const watchlistRoutes: readonly Route[] = [
  ...shelfRoutes("watchlist", itemTypes),
  ...shelfRoutes("favorites", ["movie", "show"]),
];

/** What the person's account may hold. Trakt: user-account-limits guide; the numbers move. */
export function limitsOf(call: Call): AccountLimits {
  return me(call).vip ? call.behaviour.vipLimits : call.behaviour.freeLimits;
}

function shelfRoutes(shelf: "watchlist" | "favorites", types: readonly ItemType[]): Route[] {
  const path = `/sync/${shelf}`;
  const route = (method: Route["method"], tail: string, handle: Route["handle"]): Route => ({
    method,
    path: `${path}${tail}`,
    auth: "required",
    dialect: "workers",
    handle,
  });
  return [
    ...["", "/:type", "/:type/:sort_by", "/:type/:sort_by/:sort_how"].map((tail) =>
      route("GET", tail, (call) => readShelf(call, me(call), shelf)),
    ),
    route("POST", "", (call) => addToShelf(call, shelf, types, limitsOf(call)[shelf])),
    route("POST", "/remove", (call) => takeFromShelf(call, shelf, types)),
    route("POST", "/reorder", (call) => reorderShelf(call, shelf)),
    route("PUT", "", (call) => describeShelf(call, shelf, types)),
    route("PUT", "/:list_item_id", (call) => noteOnShelf(call, shelf)),
  ];
}
