import { me, type Call, type Route } from "../http/call.ts";
import type { AccountLimits } from "../behaviour.ts";
import { itemTypes, type ItemType } from "../world/items.ts";
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
  const reads = [path, `${path}/:type`, `${path}/:type/:sort_by`, `${path}/:type/:sort_by/:sort_how`];
  return [
    ...reads.map((one): Route => ({
      method: "GET",
      path: one,
      auth: "required",
      dialect: "workers",
      handle: (call) => readShelf(call, me(call), shelf),
    })),
    {
      method: "POST",
      path,
      auth: "required",
      dialect: "workers",
      handle: (call) => addToShelf(call, shelf, types, limitsOf(call)[shelf]),
    },
    {
      method: "POST",
      path: `${path}/remove`,
      auth: "required",
      dialect: "workers",
      handle: (call) => takeFromShelf(call, shelf, types),
    },
  ];
}
