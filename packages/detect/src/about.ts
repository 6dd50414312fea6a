import * as calendar from "@showrunner/core/events/calendar.ts";
import { type EventType, isEventType } from "@showrunner/core/events/catalogue.ts";
import * as health from "@showrunner/core/events/health.ts";
import * as lifeCycle from "@showrunner/core/events/life-cycle.ts";
import * as lists from "@showrunner/core/events/lists.ts";
import * as watching from "@showrunner/core/events/watching.ts";
import type { Episode, Show } from "@showrunner/core/media.ts";
import type * as z from "zod";
import { instantOf } from "./instant.ts";
import type { ListedItem } from "./item.ts";

/**
 * One short phrase for logs and traces: `Game of Thrones 2×08 watched`. A type that is not in the catalogue, or data
 * that its schema refuses, gives the type's name: a log line is no place to fail.
 */
export function aboutOf(type: string, data: unknown): string {
  const said = isEventType(type) ? phrases[type](data) : undefined;
  // A title may hold anything; a log line is one line.
  return (said ?? type).replace(/\s+/g, " ").trim();
}

const phrases: Record<EventType, (data: unknown) => string | undefined> = {
  "episode.watched": phrase(watching.episodeWatched, (data) => `${episodeName(data)} watched`),
  "movie.watched": phrase(watching.movieWatched, (data) => `${data.movie.title} watched`),
  "play.removed": phrase(watching.playRemoved, (data) => `${itemName(data)} removed from the history`),
  "show.started": phrase(watching.showStarted, (data) => `${data.show.title} started`),
  "season.completed": phrase(watching.seasonCompleted, (data) => `${seasonName(data)} completed`),
  "show.caught_up": phrase(watching.showCaughtUp, (data) => `caught up with ${data.show.title}`),
  "show.completed": phrase(watching.showCompleted, (data) => `${data.show.title} completed`),
  "watchlist.item_added": phrase(lists.watchlistItemAdded, (data) => `${itemName(data)} added to the watchlist`),
  "watchlist.item_removed": phrase(
    lists.watchlistItemRemoved,
    (data) => `${itemName(data)} removed from the watchlist`,
  ),
  "favorites.item_added": phrase(lists.favoritesItemAdded, (data) => `${itemName(data)} added to the favorites`),
  "favorites.item_removed": phrase(
    lists.favoritesItemRemoved,
    (data) => `${itemName(data)} removed from the favorites`,
  ),
  "collection.item_added": phrase(lists.collectionItemAdded, (data) => `${itemName(data)} added to the collection`),
  "collection.item_removed": phrase(
    lists.collectionItemRemoved,
    (data) => `${itemName(data)} removed from the collection`,
  ),
  "item.rated": phrase(lists.itemRated, (data) => {
    const before = typeof data.previous_rating === "number" ? `, ${data.previous_rating} before` : "";
    return `${itemName(data)} rated ${data.rating}${before}`;
  }),
  "item.hidden": phrase(lists.itemHidden, (data) => `${itemName(data)} hidden from ${sectionName(data.section)}`),
  "item.unhidden": phrase(
    lists.itemUnhidden,
    (data) => `${itemName(data)} shown again in ${sectionName(data.section)}`,
  ),
  "show.dropped": phrase(lists.showDropped, (data) => `${data.show.title} dropped`),
  "show.undropped": phrase(lists.showUndropped, (data) => `${data.show.title} taken up again`),
  "episode.scheduled": phrase(
    calendar.episodeScheduled,
    (data) => `${episodeName(data)} scheduled for ${minuteOf(data.airs_at)}`,
  ),
  "episode.rescheduled": phrase(
    calendar.episodeRescheduled,
    (data) => `${episodeName(data)} moved from ${minuteOf(data.previously_airs_at)} to ${minuteOf(data.airs_at)}`,
  ),
  "episode.airing": phrase(calendar.episodeAiring, (data) => `${episodeName(data)} airs`),
  "season.premiering": phrase(calendar.seasonPremiering, (data) => `${seasonName(data)} premieres`),
  "show.premiering": phrase(calendar.showPremiering, (data) => `${data.show.title} premieres`),
  "movie.releasing": phrase(calendar.movieReleasing, (data) => `${data.movie.title} is released`),
  "show.renewed": phrase(
    lifeCycle.showRenewed,
    (data) => `${data.show.title} renewed: ${data.status}, ${data.previous_status} before`,
  ),
  "show.canceled": phrase(lifeCycle.showCanceled, (data) => `${data.show.title} canceled`),
  "show.ended": phrase(lifeCycle.showEnded, (data) => `${data.show.title} ended`),
  "connection.needs_reconnect": phrase(
    health.connectionNeedsReconnect,
    (data) => `Trakt must be connected again: ${data.reason}`,
  ),
};

function phrase<Data extends z.ZodType>(
  definition: { data: Data },
  say: (data: z.infer<Data>) => string,
): (data: unknown) => string | undefined {
  return (data) => {
    const parsed = definition.data.safeParse(data);
    return parsed.success ? say(parsed.data) : undefined;
  };
}

/** Any listed or collected item: a name needs no ids. */
type NamedItem = Omit<ListedItem, "episode"> & { episode?: NumberedEpisode | undefined };
type NumberedEpisode = Omit<Episode, "ids">;

function itemName(item: NamedItem): string {
  const { item_type, movie, show, season, episode } = item;
  if (item_type === "movie" && movie !== undefined) return movie.title;
  if (item_type === "show" && show !== undefined) return show.title;
  if (item_type === "season" && season !== undefined) return seasonName({ show, season });
  if (item_type === "episode" && episode !== undefined) return episodeName({ show, episode });
  return `a ${item_type}`;
}

function episodeName({ show, episode }: { show?: Show | undefined; episode: NumberedEpisode }): string {
  return `${show?.title ?? "an episode"} ${episode.season}×${String(episode.number).padStart(2, "0")}`;
}

function seasonName({ show, season }: { show?: Show | undefined; season: { number: number } }): string {
  return `${show?.title ?? "a show"} season ${season.number}`;
}

/** `progress_watched` → `progress watched`. */
const sectionName = (section: string): string => section.replaceAll("_", " ");

/** `2026-11-22 02:00 UTC`. */
function minuteOf(time: string): string {
  return `${instantOf(time).slice(0, 16).replace("T", " ")} UTC`;
}
