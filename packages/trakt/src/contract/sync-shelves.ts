import * as z from "zod";
import { ItemNotes, ListChange, NewOrder } from "./bodies.ts";
import { defineEndpoint } from "./endpoint.ts";
import { Reordered } from "./replies.ts";

const docs = "https://docs.trakt.tv/reference/sync";

/** The list as it is after the change; null from a backend that answers nothing. */
export const ShelfFacts = z
  .object({
    name: z.string().nullish(),
    description: z.string().nullish(),
    sort_by: z.string().nullish(),
    sort_how: z.string().nullish(),
    updated_at: z.string().nullish(),
    item_count: z.int().nullish(),
  })
  .nullable();
export type ShelfFacts = z.infer<typeof ShelfFacts>;

const change = <Path extends string>(id: string, path: Path) =>
  defineEndpoint({
    id,
    method: "PUT",
    path,
    auth: "required",
    params: z.strictObject({}),
    body: ListChange,
    reply: ShelfFacts,
    source: docs,
  });

const reorder = <Path extends string>(id: string, path: Path) =>
  defineEndpoint({
    id,
    method: "POST",
    path,
    auth: "required",
    params: z.strictObject({}),
    body: NewOrder,
    reply: Reordered,
    source: docs,
  });

const note = <Path extends string>(id: string, path: Path) =>
  defineEndpoint({
    id,
    method: "PUT",
    path,
    auth: "required",
    params: z.strictObject({ list_item_id: z.int().min(1) }),
    body: ItemNotes,
    reply: z.unknown(),
    source: docs,
  });

/** What the watchlist says of itself, and how its owner likes it sorted. */
export const updateWatchlist = change("sync.update_watchlist", "/sync/watchlist");

/** Ranks the watchlist's items anew, by the ids of the items, not of what they are. */
export const reorderWatchlist = reorder("sync.reorder_watchlist", "/sync/watchlist/reorder");

/** Sets the note of one item; refused with 426 where the account is not VIP. */
export const updateWatchlistItem = note("sync.update_watchlist_item", "/sync/watchlist/:list_item_id");

/** What the favorites say of themselves, and how their owner likes them sorted. */
export const updateFavorites = change("sync.update_favorites", "/sync/favorites");

/** Ranks the favorites anew, by the ids of the items, not of what they are. */
export const reorderFavorites = reorder("sync.reorder_favorites", "/sync/favorites/reorder");

/** Sets the note of one favorite; refused with 426 where the account is not VIP. */
export const updateFavorite = note("sync.update_favorite", "/sync/favorites/:list_item_id");
