import type { Draft } from "@showrunner/core/events/envelope.ts";
import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import type * as z from "zod";

export type FeedName =
  | "history"
  | "playback"
  | "watchlist"
  | "favorites"
  | "lists"
  | "list_items"
  | "ratings"
  | "collection"
  | "hidden"
  | "dropped"
  | "followers"
  | "follow_requests";

export interface FeedRead<Row> {
  rows: Row[];
  /** Proven to be everything: only then may a missing row be taken for a removed one. */
  whole: boolean;
  /** Nothing is lost by stopping here: the read proved complete, or overlaps what was known. */
  settled: boolean;
}

export interface DiffInput<Row> {
  before: Row[];
  after: Row[];
  whole: boolean;
  /** When the activities say that the feed last moved: the time of what was removed. */
  removedAt: string;
}

/** A feed of whatever rows: what needs its rows gets at them through `open`, which keeps them of one type. */
export interface AnyFeed extends Pick<Feed<never>, "name" | "activityKeys" | "types"> {
  open<Result>(use: <Row>(feed: Feed<Row>) => Result): Result;
}

export function anyFeed<Row>(feed: Feed<Row>): AnyFeed {
  const { name, activityKeys, types } = feed;
  return { name, activityKeys, types, open: (use) => use(feed) };
}

/** The time of a row for which Trakt gives none: fixed, so that the row stays the same row. */
export const unknownTime = "1970-01-01T00:00:00.000Z";

/** One thing that can be read and diffed for an account. */
export interface Feed<Row> {
  name: FeedName;
  /** The keys of `/sync/last_activities` that move with it, as `section.key`. */
  activityKeys: readonly string[];
  /** The event types that come straight from it. */
  types: readonly EventType[];
  row: z.ZodType<Row>;
  /** `known` is the snapshot; undefined at the first read. `whole` asks for everything, whatever the overlap; `now` in epoch ms. */
  read(session: TraktSession, known: Row[] | undefined, whole: boolean, now: number): Promise<FeedRead<Row>>;
  diff(input: DiffInput<Row>): Draft[];
  /** The next snapshot. */
  merge(input: { before: Row[]; after: Row[]; whole: boolean }): Row[];
}
