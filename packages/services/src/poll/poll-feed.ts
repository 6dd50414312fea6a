import type { Show } from "@showrunner/core/media.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { ChangeEvent, Draft } from "@showrunner/core/events/envelope.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import type { Activities } from "./activities.ts";
import type { Services } from "../context.ts";
import type { AnyFeed, Feed, FeedName } from "./feeds/feed.ts";
import { feeds } from "./feeds/table.ts";
import type { Reads } from "./needs.ts";
import type { PollCursor } from "./poll-cursor.ts";
import type { TouchedShow } from "./poll-progress.ts";
import { recordEvents } from "../events/record-events.ts";
import { loadSnapshot, saveSnapshot } from "./snapshots.ts";

export interface FeedResult {
  name: FeedName;
  seeded: boolean;
  settled: boolean;
  events: number;
  /** When everything is to be read, epoch ms: changes that even out in Trakt's count show only then. */
  wholeDueAt: number | undefined;
  /** Shows whose plays came or went: their progress may have changed. */
  touched: Map<number, TouchedShow>;
  /** Moves the feed's snapshot and cursor; false when another poll was first. */
  commit(): Promise<boolean>;
}

/** A feed that a poll must read, and the newest of its timestamps that moved. */
export interface DueFeed {
  name: FeedName;
  movedAt: string | undefined;
  /** Its timestamps, by the names that the cursor keeps them under. */
  marks: ReadonlyMap<string, string | undefined>;
  read(ctx: Services, session: TraktSession, account: Account, activities: Activities): Promise<FeedResult>;
}

/** The feeds to read: needed, and never read, moved, or due to be read again when they have settled. */
export function dueFeeds(cursor: PollCursor, reads: Reads, activities: Activities, now: number): DueFeed[] {
  const due: DueFeed[] = [];
  for (const feed of feeds) {
    if (!reads.feeds.has(feed.name)) continue;
    const marks = marksOf(feed, activities);
    const moved = [...marks].filter(([key, at]) => at !== cursor.seen[key]);
    const settlesAt = cursor.settle[feed.name];
    const isDue =
      moved.length > 0 || !cursor.seeded.includes(feed.name) || (settlesAt !== undefined && settlesAt <= now);
    if (!isDue) continue;
    const movedAt = newestOf(moved.map(([, at]) => at));
    const lastMovedAt = newestOf([...marks.values()]);
    due.push({ name: feed.name, movedAt, marks, read: feed.open((one) => readerOf(one, lastMovedAt, movedAt)) });
  }
  return due;
}

function newestOf(times: readonly (string | undefined)[]): string | undefined {
  return times
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1);
}

/** Where Trakt gives none of a feed's own timestamps (accounts may lack the newer ones), that of everything stands in. */
function marksOf({ name, activityKeys }: AnyFeed, activities: Activities): Map<string, string | undefined> {
  if (!activityKeys.some((key) => activities.has(key))) return new Map([[`all#${name}`, activities.get("all")]]);
  return new Map(activityKeys.map((key) => [key, activities.get(key)]));
}

/** Binds a feed's rows to its own schema and diff, so that the table of feeds can hold feeds of every kind of row. */
function readerOf<Row>(feed: Feed<Row>, lastMovedAt: string | undefined, movedAt: string | undefined): DueFeed["read"] {
  return async (ctx, session, account) => {
    const now = ctx.clock.now();
    const snapshot = await loadSnapshot(ctx, account.id, feed.name, feed.row);
    const wholeIsDue = snapshot !== undefined && now - snapshot.wholeAt >= ctx.settings.wholeHistoryMs;
    const read = await feed.read(session, snapshot?.rows, wholeIsDue, now);
    const before = snapshot?.rows ?? [];
    const { rows: after, whole } = read;
    const drafts =
      snapshot === undefined
        ? []
        : feed.diff({ before, after, whole, removedAt: movedAt ?? new Date(now).toISOString() });
    const recorded = await recordEvents(
      ctx,
      account,
      drafts.map((draft) => ({ draft, movedAt: lastMovedAt })),
    );
    return {
      name: feed.name,
      // A seed that is not whole would make everything missing from it look new: it is not kept.
      seeded: snapshot === undefined,
      settled: read.settled,
      events: recorded.fresh,
      wholeDueAt: whole || snapshot === undefined ? undefined : snapshot.wholeAt + ctx.settings.wholeHistoryMs,
      touched: touchedShows(drafts, recorded.events),
      commit: async () => {
        if (snapshot === undefined && !whole) return false;
        const wholeAt = whole ? now : (snapshot?.wholeAt ?? 0);
        return await saveSnapshot(ctx, account.id, feed.name, snapshot, feed.merge({ before, after, whole }), {
          wholeAt,
        });
      },
    };
  };
}

function touchedShows(drafts: readonly Draft[], events: readonly ChangeEvent[]): Map<number, TouchedShow> {
  const touched = new Map<number, TouchedShow>();
  drafts.forEach((draft, at) => {
    const show: Show | undefined =
      draft.type === "episode.watched" || draft.type === "play.removed" ? draft.data.show : undefined;
    // Of several plays the last decides: one of the person's own makes what follows theirs.
    if (show !== undefined)
      touched.set(show.ids.trakt, { show, origin: events[at]?.origin, movedAt: events[at]?.movedtime });
  });
  return touched;
}
