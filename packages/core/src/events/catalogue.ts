import type * as z from "zod";
import * as calendar from "./calendar.ts";
import * as health from "./health.ts";
import * as household from "./household.ts";
import * as lifeCycle from "./life-cycle.ts";
import * as lists from "./lists.ts";
import * as people from "./people.ts";
import * as outside from "./outside.ts";
import * as time from "./time.ts";
import * as watching from "./watching.ts";

const definitions = [
  watching.episodeWatched,
  watching.movieWatched,
  watching.playRemoved,
  watching.showStarted,
  watching.seasonCompleted,
  watching.showCaughtUp,
  watching.showCompleted,
  watching.playbackPaused,
  watching.watchingStarted,
  watching.watchingEnded,
  lists.watchlistItemAdded,
  lists.watchlistItemRemoved,
  lists.favoritesItemAdded,
  lists.favoritesItemRemoved,
  lists.collectionItemAdded,
  lists.collectionItemRemoved,
  lists.listItemAdded,
  lists.listItemRemoved,
  lists.listCreated,
  lists.listUpdated,
  lists.listDeleted,
  lists.itemRated,
  lists.itemUnrated,
  lists.itemHidden,
  lists.itemUnhidden,
  lists.showDropped,
  lists.showUndropped,
  calendar.episodeScheduled,
  calendar.episodeRescheduled,
  calendar.episodeAiring,
  calendar.seasonPremiering,
  calendar.showPremiering,
  calendar.seasonEnding,
  calendar.seasonAired,
  calendar.movieReleasing,
  calendar.movieStreaming,
  calendar.movieOnDisc,
  lifeCycle.showRenewed,
  lifeCycle.showCanceled,
  lifeCycle.showEnded,
  lifeCycle.showSeasonAnnounced,
  people.friendWatched,
  people.friendWatching,
  people.followerAdded,
  people.followRequested,
  people.commentLiked,
  household.householdWatched,
  time.timeScheduled,
  time.showStalled,
  outside.hookReceived,
  health.connectionNeedsReconnect,
  health.ruleFailing,
  health.channelDisabled,
  health.limitReached,
] as const;

type Definitions = (typeof definitions)[number];
export type EventType = Definitions["type"];

/** The data of one event type, as its schema in the catalogue says. */
export type EventData<T extends EventType> = z.infer<Extract<Definitions, { type: T }>["data"]>;

/** Every event type that Showrunner emits, in the order of the docs. */
export const catalogue: readonly Definitions[] = definitions;

const byType = new Map<string, Definitions>(definitions.map((one) => [one.type, one]));

export const eventTypes: readonly EventType[] = definitions.map((one) => one.type);

export function isEventType(type: string): type is EventType {
  return byType.has(type);
}

export function definitionOf(type: EventType): Definitions {
  const found = byType.get(type);
  if (found === undefined) throw new Error(`${type} is not in the event catalogue`);
  return found;
}
