import { Problem } from "@showrunner/core/errors.ts";
import { Show, ShowFacts } from "@showrunner/core/media.ts";
import { sharedKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { Play } from "@showrunner/detect/plays.ts";
import { diffStatus } from "@showrunner/detect/status.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { rememberShow, rememberToldStatus, showFacts, toldStatus } from "./facts.ts";
import { compactShow } from "./feeds/media.ts";
import { recordEvents } from "../events/record-events.ts";
import { load, loadAll, parseItem } from "../stored.ts";
import { historyTtl } from "../ttl.ts";

/** A change of a show's status, as everybody's reading of Trakt's updates found it. */
const StatusChange = z.object({
  show: Show,
  before: z.string(),
  after: z.string(),
  /** When Trakt says the show was updated: the same however often it is read. */
  at: z.string(),
  /** When we found it, which is the order in which accounts look. */
  foundAt: z.string(),
});
type StatusChange = z.infer<typeof StatusChange>;

/** From when on updates are still to be read, and when they were read last. */
const Head = z.object({ updatesSince: z.string(), readAt: z.string() });

const statusHeadKey = sharedKey("STATUSHEAD");
const changesPrefix = "STATUS#";

/** Trakt keeps updates for 30 days. */
const oldestUpdatesMs = 29 * 24 * 3_600_000;

/**
 * Reads what Trakt says was updated since the last time, once for everybody, and writes down whose status changed,
 * of the shows that anybody here has met. Does nothing before it is time.
 *
 * @returns how many statuses changed.
 */
export async function readShowUpdates(ctx: Services): Promise<number> {
  const startedAt = ctx.clock.now();
  const head = await load(ctx.store, Head, statusHeadKey);
  if (head !== undefined && startedAt - Date.parse(head.value.readAt) < ctx.settings.sharedRefreshMs) return 0;
  const since = head === undefined ? startedAt : Date.parse(head.value.updatesSince);
  const start = new Date(Math.max(since, startedAt - oldestUpdatesMs)).toISOString().slice(0, 10);
  let changed = 0;
  const read = await ctx.trakt.readWhole(Shows.updates, { start_date: start });
  for (const { show, updated_at } of read.items) {
    const before = await toldStatus(ctx, show.ids.trakt);
    if (before === undefined) continue;
    const after = await freshShow(ctx, show.ids.trakt);
    if (after.status == null || before === after.status) continue;
    if (before === null) {
      await rememberToldStatus(ctx, after);
      continue;
    }
    const foundAt = new Date(ctx.clock.now()).toISOString();
    const change: StatusChange = { show: compactShow(after), before, after: after.status, at: updated_at, foundAt };
    // Written before the new status is kept, so that a crash in between finds the change again.
    await ctx.store.put({
      ...sharedKey(`${changesPrefix}${foundAt}#${show.ids.trakt}`),
      v: 1,
      data: change,
      ttl: historyTtl(ctx),
    });
    changed += 1;
    await rememberToldStatus(ctx, after);
  }
  // What was not read to its end is read again from the same day.
  const updatesSince = read.whole ? new Date(startedAt).toISOString() : new Date(since).toISOString();
  await ctx.store.put({
    ...statusHeadKey,
    v: (head?.v ?? 0) + 1,
    data: { updatesSince, readAt: new Date(startedAt).toISOString() },
  });
  return changed;
}

async function freshShow(ctx: Services, showId: number): Promise<ShowFacts> {
  return ShowFacts.parse(await ctx.trakt.call(Shows.summary, { id: String(showId), extended: "full" }));
}

/**
 * When the newest change of any show's status was found; undefined before the first. The changes themselves tell: what
 * is noted after them could be missing after a crash.
 */
export async function newestStatusChange(ctx: Services): Promise<string | undefined> {
  const { pk } = sharedKey("");
  const { items } = await ctx.store.query({ pk, prefix: changesPrefix, descending: true, limit: 1 });
  return items[0] === undefined ? undefined : parseItem(StatusChange, items[0]).value.foundAt;
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
 * Tells an account of the changes of status since a time, of the shows that the person has watched.
 *
 * @returns the shows that changed, with their former status, and how many events were new.
 */
export async function tellStatusChanges(
  ctx: Services,
  account: Account,
  since: string,
  plays: readonly Play[],
): Promise<{ shows: Map<number, { show: Show; statusBefore: string }>; events: number }> {
  const followed = new Set(plays.map((play) => play.show?.ids.trakt));
  const changes = (await loadAll(ctx.store, StatusChange, sharedKey("").pk, changesPrefix))
    .map((one) => one.value)
    .filter((one) => one.foundAt > since && followed.has(one.show.ids.trakt));
  const recorded = await recordEvents(
    ctx,
    account,
    changes
      .flatMap(({ show, before, after, at }) => diffStatus({ show, before, after, at }))
      .map((draft) => ({ draft })),
  );
  const shows = new Map<number, { show: Show; statusBefore: string }>();
  // The oldest change first: of several, the status before all of them counts.
  for (const { show, before } of changes)
    if (!shows.has(show.ids.trakt)) shows.set(show.ids.trakt, { show, statusBefore: before });
  return { shows, events: recorded.fresh };
}
