import { Problem } from "@showrunner/core/errors.ts";
import { type Show, ShowFacts } from "@showrunner/core/media.ts";
import { sharedKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { Play } from "@showrunner/detect/plays.ts";
import { announcedDraft, diffStatus } from "@showrunner/detect/status.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { learnSeasons } from "./announced-seasons.ts";
import { confirmSeen, noteSeen } from "./candidates.ts";
import { changesSince } from "./changes.ts";
import { rememberShow, showFacts, toldStatus } from "./facts.ts";
import { recordEvents } from "../events/record-events.ts";
import { load } from "../stored.ts";

/** From when on updates are still to be read, and when they were read last. */
const Head = z.object({ updatesSince: z.string(), readAt: z.string() });

const statusHeadKey = sharedKey("STATUSHEAD");

/** Trakt keeps updates for 30 days. */
const oldestUpdatesMs = 29 * 24 * 3_600_000;

/**
 * Reads what Trakt says was updated since the last time, once for everybody, when it is time to, and notes what changed of
 * the shows that anybody here has met; tells of what has held for the confirmation time.
 *
 * @returns how many changes are told.
 */
export async function readShowUpdates(ctx: Services): Promise<number> {
  await learnSeasons(ctx);
  await noteUpdates(ctx);
  return await confirmSeen(ctx);
}

async function noteUpdates(ctx: Services): Promise<void> {
  const startedAt = ctx.clock.now();
  const head = await load(ctx.store, Head, statusHeadKey);
  if (head !== undefined && startedAt - Date.parse(head.value.readAt) < ctx.settings.sharedRefreshMs) return;
  const since = head === undefined ? startedAt : Date.parse(head.value.updatesSince);
  const start = new Date(Math.max(since, startedAt - oldestUpdatesMs)).toISOString().slice(0, 10);
  const read = await ctx.trakt.readWhole(Shows.updates, { start_date: start });
  for (const { show, updated_at } of read.items) await noteSeen(ctx, show.ids.trakt, updated_at);
  // What was not read to its end is read again from the same day.
  const updatesSince = read.whole ? new Date(startedAt).toISOString() : new Date(since).toISOString();
  await ctx.store.put({
    ...statusHeadKey,
    v: (head?.v ?? 0) + 1,
    data: { updatesSince, readAt: new Date(startedAt).toISOString() },
  });
}

/**
 * Learns the status of every show that a person has watched, so that a change of it is noticed from now on.
 *
 * @returns how many shows that are.
 */
export async function learnStatuses(ctx: Services, session: TraktSession): Promise<number> {
  const { items, whole, reason } = await session.readWhole(Sync.watchedShows, { extended: "full" });
  if (!whole)
    throw new Problem({
      code: "statuses.incomplete",
      message: `the watched shows could not be read to their end: ${reason ?? "no reason given"}`,
      retry: { kind: "default" },
    });
  for (const { show } of items)
    if ((await toldStatus(ctx, show.ids.trakt)) === undefined) await rememberShow(ctx, ShowFacts.parse(show));
  return items.length;
}

/** Learns the status of shows that a person has come to watch. */
export async function learnStatusesOf(ctx: Services, session: TraktSession, showIds: Iterable<number>): Promise<void> {
  for (const showId of showIds) await showFacts(ctx, session, showId);
}

/**
 * Tells an account of the changes since a time, of the shows that the person has watched.
 *
 * @returns the shows whose status changed, with their former one, and how many events were new.
 */
export async function tellStatusChanges(
  ctx: Services,
  account: Account,
  since: string,
  plays: readonly Play[],
): Promise<{ shows: Map<number, { show: Show; statusBefore: string }>; events: number }> {
  const followed = new Set(plays.map((play) => play.show?.ids.trakt));
  const changes = (await changesSince(ctx, since)).filter((one) => followed.has(one.show.ids.trakt));
  const recorded = await recordEvents(
    ctx,
    account,
    changes
      .flatMap((change) => ("season" in change ? [announcedDraft(change)] : diffStatus(change)))
      .map((draft) => ({ draft })),
  );
  const shows = new Map<number, { show: Show; statusBefore: string }>();
  // The oldest change first: of several, the status before all of them counts.
  for (const change of changes)
    if ("before" in change && !shows.has(change.show.ids.trakt))
      shows.set(change.show.ids.trakt, { show: change.show, statusBefore: change.before });
  return { shows, events: recorded.fresh };
}
