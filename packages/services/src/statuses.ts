import { Show, ShowFacts } from "@showrunner/core/media.ts";
import { sharedKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { Play } from "@showrunner/detect/plays.ts";
import { diffStatus } from "@showrunner/detect/status.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import * as z from "zod";
import type { Services } from "./context.ts";
import { knownShow, rememberShow } from "./facts.ts";
import { compactShow } from "./feeds/media.ts";
import { recordEvents } from "./record-events.ts";
import { load, loadAll } from "./stored.ts";

/** A change of a show's status, as everybody's reading of Trakt's updates found it. */
const StatusChange = z.object({ show: Show, before: z.string(), after: z.string(), at: z.string() });
type StatusChange = z.infer<typeof StatusChange>;

/** The newest change, from when on updates are still to be read, and when they were read last. */
const Head = z.object({ at: z.string(), updatesSince: z.string(), readAt: z.string() });

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
  let newest = head?.value.at ?? new Date(startedAt).toISOString();
  const read = await ctx.trakt.readWhole(Shows.updates, { start_date: start });
  for (const { show } of read.items) {
    const before = await knownShow(ctx, show.ids.trakt);
    if (before === undefined) continue;
    const after = await freshShow(ctx, show.ids.trakt);
    if (before.status == null || after.status == null || before.status === after.status) continue;
    const at = new Date(ctx.clock.now()).toISOString();
    const ttl = Math.ceil((ctx.clock.now() + ctx.settings.retentionMs) / 1000);
    const change: StatusChange = { show: compactShow(after), before: before.status, after: after.status, at };
    // Written before the new facts are kept, so that a crash in between finds the change again.
    await ctx.store.put({ ...sharedKey(`${changesPrefix}${at}#${show.ids.trakt}`), v: 1, data: change, ttl });
    newest = at;
    changed += 1;
    await rememberShow(ctx, after);
  }
  // What was not read to its end is read again from the same day.
  const updatesSince = read.whole ? new Date(startedAt).toISOString() : new Date(since).toISOString();
  await ctx.store.put({
    ...statusHeadKey,
    v: (head?.v ?? 0) + 1,
    data: { at: newest, updatesSince, readAt: new Date(startedAt).toISOString() },
  });
  return changed;
}

async function freshShow(ctx: Services, showId: number): Promise<ShowFacts> {
  return ShowFacts.parse(await ctx.trakt.call(Shows.summary, { id: String(showId), extended: "full" }));
}

/** The newest change of any show's status; undefined before the first. */
export async function newestStatusChange(ctx: Services): Promise<string | undefined> {
  return (await load(ctx.store, Head, statusHeadKey))?.value.at;
}

/**
 * Tells an account of the changes of status since a time, of the shows that the person has watched.
 *
 * @returns the shows that changed, and how many events were new.
 */
export async function tellStatusChanges(
  ctx: Services,
  account: Account,
  since: string,
  plays: readonly Play[],
): Promise<{ shows: Map<number, Show>; events: number }> {
  const followed = new Set(plays.map((play) => play.show?.ids.trakt));
  const changes = (await loadAll(ctx.store, StatusChange, sharedKey("").pk, changesPrefix))
    .map((one) => one.value)
    .filter((one) => one.at > since && followed.has(one.show.ids.trakt));
  const events = await recordEvents(
    ctx,
    account,
    changes
      .flatMap(({ show, before, after, at }) => diffStatus({ show, before, after, at }))
      .map((draft) => ({ draft })),
  );
  return { shows: new Map(changes.map(({ show }) => [show.ids.trakt, show])), events: events.length };
}
