import * as calendar from "@showrunner/core/events/calendar.ts";
import { type EventType, isEventType } from "@showrunner/core/events/catalogue.ts";
import * as health from "@showrunner/core/events/health.ts";
import * as household from "@showrunner/core/events/household.ts";
import * as lifeCycle from "@showrunner/core/events/life-cycle.ts";
import * as lists from "@showrunner/core/events/lists.ts";
import * as people from "@showrunner/core/events/people.ts";
import * as outside from "@showrunner/core/events/outside.ts";
import * as times from "@showrunner/core/events/time.ts";
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
  "playback.paused": phrase(
    watching.playbackPaused,
    (data) => `${itemName(data)} paused at ${Math.round(data.percent)} %`,
  ),
  "watching.started": phrase(watching.watchingStarted, (data) => `${itemName(data)} begun`),
  "watching.ended": phrase(watching.watchingEnded, (data) => `${itemName(data)} ${data.outcome}`),
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
  "list.item_added": phrase(
    lists.listItemAdded,
    (data) => `${itemName(data)} added to the list ${data.personal_list.name}`,
  ),
  "list.item_removed": phrase(
    lists.listItemRemoved,
    (data) => `${itemName(data)} removed from the list ${data.personal_list.name}`,
  ),
  "list.created": phrase(lists.listCreated, (data) => `the list ${data.personal_list.name} made`),
  "list.updated": phrase(lists.listUpdated, (data) => `the list ${data.personal_list.name} changed`),
  "list.deleted": phrase(lists.listDeleted, (data) => `the list ${data.personal_list.name} deleted`),
  "item.rated": phrase(lists.itemRated, (data) => {
    const before = typeof data.previous_rating === "number" ? `, ${data.previous_rating} before` : "";
    return `${itemName(data)} rated ${data.rating}${before}`;
  }),
  "item.unrated": phrase(lists.itemUnrated, (data) => `${itemName(data)} no longer rated, ${data.rating} before`),
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
  "episode.airing": phrase(calendar.episodeAiring, (data) => `${episodeName(data)} airs${away(data)}`),
  "season.premiering": phrase(calendar.seasonPremiering, (data) => `${seasonName(data)} premieres${away(data)}`),
  "show.premiering": phrase(calendar.showPremiering, (data) => `${data.show.title} premieres${away(data)}`),
  "season.ending": phrase(calendar.seasonEnding, (data) => `${seasonName(data)} ends${away(data)}`),
  "season.aired": phrase(calendar.seasonAired, (data) => `the whole ${seasonName(data)} is out${away(data)}`),
  "movie.releasing": phrase(calendar.movieReleasing, (data) => `${data.movie.title} is released${away(data)}`),
  "movie.streaming": phrase(calendar.movieStreaming, (data) => `${data.movie.title} can be streamed${away(data)}`),
  "movie.on_disc": phrase(calendar.movieOnDisc, (data) => `${data.movie.title} comes out on disc${away(data)}`),
  "show.renewed": phrase(
    lifeCycle.showRenewed,
    (data) => `${data.show.title} renewed: ${data.status}, ${data.previous_status} before`,
  ),
  "show.canceled": phrase(lifeCycle.showCanceled, (data) => `${data.show.title} canceled`),
  "show.ended": phrase(lifeCycle.showEnded, (data) => `${data.show.title} ended`),
  "show.season_announced": phrase(lifeCycle.showSeasonAnnounced, (data) => `${seasonName(data)} announced`),
  "household.watched": phrase(household.householdWatched, (data) => `${data.by.username} watched ${itemName(data)}`),
  "friend.watched": phrase(people.friendWatched, (data) => `${data.friend.username} watched ${itemName(data)}`),
  "friend.watching": phrase(people.friendWatching, (data) => `${data.friend.username} watches ${itemName(data)}`),
  "follower.added": phrase(people.followerAdded, (data) => `${data.person.username} follows`),
  "follow.requested": phrase(people.followRequested, (data) => `${data.person.username} asks to follow`),
  "comment.liked": phrase(people.commentLiked, (data) => `${data.person.username} likes a comment`),
  "time.scheduled": phrase(times.timeScheduled, (data) => `the time of ${data.cron} (${data.timezone})`),
  "hook.received": phrase(outside.hookReceived, ({ hook }) =>
    [`${hook.name}: ${hook.event}`, hook.title].filter(Boolean).join(" of "),
  ),
  "show.stalled": phrase(
    times.showStalled,
    (data) => `${data.show.title} not watched since ${minuteOf(data.last_watched_at)}`,
  ),
  "connection.needs_reconnect": phrase(
    health.connectionNeedsReconnect,
    (data) => `Trakt must be connected again: ${data.reason}`,
  ),
  "rule.failing": phrase(health.ruleFailing, (data) => `the rule ${data.rule_name} fails: ${data.reason}`),
  "channel.disabled": phrase(
    health.channelDisabled,
    (data) => `the channel ${data.channel_name} is disabled: ${data.reason}`,
  ),
  "limit.reached": phrase(health.limitReached, (data) => `the limit of ${data.limit} is reached: ${data.reason}`),
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

/** `, in 30 min`, `, 120 min ago`; nothing at the instant itself. */
function away({ offset_minutes: minutes = 0 }: { offset_minutes?: number | undefined }): string {
  if (minutes === 0) return "";
  return minutes < 0 ? `, in ${-minutes} min` : `, ${minutes} min ago`;
}

/** `2026-11-22 02:00 UTC`. */
function minuteOf(time: string): string {
  return `${instantOf(time).slice(0, 16).replace("T", " ")} UTC`;
}
