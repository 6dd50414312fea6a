import type * as z from "zod";
import * as calendar from "./calendar.ts";
import * as health from "./health.ts";
import * as lifeCycle from "./life-cycle.ts";
import * as lists from "./lists.ts";
import * as watching from "./watching.ts";

const definitions = [
  watching.episodeWatched,
  watching.movieWatched,
  watching.playRemoved,
  watching.showStarted,
  watching.seasonCompleted,
  watching.showCaughtUp,
  watching.showCompleted,
  lists.watchlistItemAdded,
  lists.watchlistItemRemoved,
  lists.favoritesItemAdded,
  lists.favoritesItemRemoved,
  lists.collectionItemAdded,
  lists.collectionItemRemoved,
  lists.itemRated,
  lists.itemHidden,
  lists.itemUnhidden,
  lists.showDropped,
  lists.showUndropped,
  calendar.episodeScheduled,
  calendar.episodeRescheduled,
  calendar.episodeAiring,
  calendar.seasonPremiering,
  calendar.showPremiering,
  calendar.movieReleasing,
  lifeCycle.showRenewed,
  lifeCycle.showCanceled,
  lifeCycle.showEnded,
  health.connectionNeedsReconnect,
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
