import { itemKey, type ItemRef, type TraktRequest } from "@showrunner/core/actions.ts";
import type { Part, Standing } from "@showrunner/core/deeds.ts";
import { unreachable } from "@showrunner/core/errors.ts";
import { listedItemKey } from "@showrunner/detect/item.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Collection from "@showrunner/trakt/contract/sync-collection.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import type { Services } from "../context.ts";
import { listedItemOf } from "../poll/feeds/listed-item.ts";
import { findList } from "./personal-lists.ts";
import { episodeRef, isPartOf } from "./parts.ts";
import { partsOfHistory } from "./plays.ts";

/** A part of a person's account, as it is now. */
export interface Place {
  /** Everything in it, by `itemKey`. */
  rows: ReadonlyMap<string, { at: string | null; rating?: number }>;
  /** Proven to be everything. */
  whole: boolean;
  /** Movies and episodes, of the collection, which takes shows and seasons apart. */
  parts?: readonly Part[];
}

/** A thing with more parts than this is not kept: DynamoDB takes items of up to 400 KB. */
const mostParts = 1500;

/** How each of some things stands at Trakt, in the place that the requests, all of one kind, are about. */
export async function standingsOf(
  ctx: Services,
  session: TraktSession,
  requests: readonly TraktRequest[],
): Promise<{ standings: Standing[]; place: Place | undefined }> {
  const [first] = requests;
  if (first === undefined || first.do === "checkin")
    return { standings: requests.map(() => ({ there: null })), place: undefined };
  if (first.do === "history.add" || first.do === "history.remove") {
    const parts = await partsOfHistory(session, requests);
    return { standings: parts.map((some) => standingOfParts(some)), place: undefined };
  }
  const place = await readPlace(ctx, session, first, requests);
  return { standings: requests.map(({ item }) => standingIn(place, item)), place };
}

function standingIn(place: Place, item: ItemRef): Standing {
  if (place.parts !== undefined) {
    const found = place.parts.filter((part) => isPartOf(part.item, item));
    return found.length === 0 && !place.whole ? { there: null } : standingOfParts(found);
  }
  const row = place.rows.get(itemKey(item));
  if (row === undefined) return { there: place.whole ? false : null };
  return { there: true, at: row.at, ...(row.rating === undefined ? {} : { rating: row.rating }) };
}

function standingOfParts(parts: readonly Part[] | undefined): Standing {
  if (parts === undefined) return { there: null };
  return { there: parts.length > 0, parts: parts.length > mostParts ? null : [...parts] };
}

async function readPlace(
  ctx: Services,
  session: TraktSession,
  first: Exclude<TraktRequest, { do: "checkin" | "history.add" | "history.remove" }>,
  all: readonly TraktRequest[],
): Promise<Place> {
  switch (first.do) {
    case "watchlist.add":
    case "watchlist.remove":
      return placeOf(await session.readWhole(Sync.watchlist, {}), (one) => one.listed_at);
    case "favorites.add":
    case "favorites.remove":
      return placeOf(await session.readWhole(Sync.favorites, {}), (one) => one.listed_at);
    case "hide":
    case "unhide":
      return placeOf(await session.readWhole(Users.hidden, { section: first.section }), (one) => one.hidden_at);
    case "drop":
    case "undrop":
      return placeOf(await session.readWhole(Users.hidden, { section: "dropped" }), (one) => one.hidden_at);
    case "list.add":
    case "list.remove": {
      const list = await findList(ctx, session, first.list);
      if (list === undefined) return { rows: new Map(), whole: true };
      const read = await session.readWhole(Users.listItems, { id: "me", list_id: String(list) });
      return placeOf(read, (one) => one.listed_at);
    }
    case "rate":
    case "unrate": {
      const type = onlyType(all);
      const read = await session.readWhole(Sync.ratings, type === undefined ? {} : { type });
      return placeOf(
        read,
        (one) => one.rated_at,
        (one) => one.rating,
      );
    }
    case "collection.add":
    case "collection.remove":
      return await readCollection(session, all);
    default:
      return unreachable(first);
  }
}

function onlyType(all: readonly TraktRequest[]): "movies" | "shows" | "seasons" | "episodes" | undefined {
  const types = new Set(all.map(({ item }) => item.type));
  const [only] = types;
  return only === undefined || types.size > 1 ? undefined : `${only}s`;
}

type Listed = Parameters<typeof listedItemOf>[0];

function placeOf<T extends Listed>(
  { items, whole }: { items: readonly T[]; whole: boolean },
  at: (item: T) => string | null | undefined,
  rating?: (item: T) => number,
): Place {
  const rows = new Map<string, { at: string | null; rating?: number }>();
  for (const one of items) {
    const item = listedItemOf(one);
    if (item === undefined) continue;
    rows.set(listedItemKey(item), {
      at: at(one) ?? null,
      ...(rating === undefined ? {} : { rating: rating(one) }),
    });
  }
  return { rows, whole };
}

async function readCollection(session: TraktSession, all: readonly TraktRequest[]): Promise<Place> {
  const wantsMovies = all.some(({ item }) => item.type === "movie");
  const wantsEpisodes = all.some(({ item }) => item.type !== "movie");
  const none = { items: [], whole: true };
  const movies = wantsMovies ? await session.readWhole(Sync.collectionMovies, {}) : none;
  const episodes = wantsEpisodes ? await session.readWhole(Collection.collectionEpisodes, {}) : none;
  const parts = [
    ...movies.items.map(({ movie, collected_at }): Part => ({
      item: { type: "movie", trakt: movie.ids.trakt, title: movie.title },
      at: collected_at ?? "",
    })),
    ...episodes.items.flatMap(({ episode, show, collected_at }): Part[] =>
      episode === undefined || show === undefined ? [] : [{ item: episodeRef(episode, show), at: collected_at ?? "" }],
    ),
  ];
  return { rows: new Map(), whole: movies.whole && episodes.whole, parts };
}
