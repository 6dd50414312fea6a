import { ShowFacts } from "@showrunner/core/media.ts";
import { accountPk, viewKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { flattenActivities } from "../poll/activities.ts";
import type { Stored } from "../stored.ts";
import { inTurns, readsAtOnce } from "./in-turns.ts";
import { loadAllKept, loadKept } from "./kept.ts";
import { ShowProgress } from "./show-progress.ts";
import { wholeList } from "./whole-list.ts";

/** A show that a person has watched, or asked for, and how far they are, as last read. */
export const FollowedShow = z.object({
  show: ShowFacts,
  plays: z.int(),
  /** The person hid the whole show from their progress, or dropped it. */
  hidden: z.boolean(),
  /** Made of what Trakt's lists say of it: differs once its progress may have changed. */
  mark: z.string(),
  read: z
    .object({
      mark: z.string(),
      /** Epoch ms from which on it is to be read again whatever its mark says; null: never. */
      untilMs: z.number().nullable(),
      progress: ShowProgress,
    })
    .nullable(),
});
export type FollowedShow = z.infer<typeof FollowedShow>;

/** All shows of a person, by Trakt's id, as the store has them. */
export interface Followed {
  shows: Map<number, Stored<FollowedShow>>;
  /** What is hidden, for shows that are not among them. */
  hides: Hides;
  /** When what bears on progress moved last at Trakt, epoch ms: reads may lag behind it for a while. */
  movedMs: number;
}

const Hides = z.object({
  /** Of each show, by its id. */
  seasons: z.record(z.string(), z.array(z.int())),
  shows: z.array(z.int()),
});
type Hides = z.infer<typeof Hides>;

/** What the list of shows was made from. */
const Head = z.object({ seen: z.record(z.string(), z.string()), untilMs: z.number(), hides: Hides });

const view = "progress";
const showsPrefix = `${viewKey("", view).sk}#`;

/** What moves when somebody's progress may have changed. Trakt: /sync/last_activities. */
const activityKeys = ["episodes.watched_at", "shows.hidden_at", "shows.dropped_at", "seasons.hidden_at"] as const;

/**
 * The shows of a person: one call when nothing moved at Trakt since they were read, their lists anew otherwise. What each
 * show's progress is stays as it was read: whoever wants it looks whether it still holds.
 */
export async function followedShows(ctx: Services, account: Account, session: TraktSession): Promise<Followed> {
  const activities = flattenActivities(await session.call(Sync.lastActivities, {}));
  const seen = Object.fromEntries(activityKeys.map((key) => [key, activities.get(key) ?? ""]));
  const movedMs = Math.max(0, ...Object.values(seen).map((at) => Date.parse(at) || 0));
  const head = await loadKept(ctx.store, Head, viewKey(account.id, view));
  const rows = await loadAllKept(ctx.store, FollowedShow, { pk: accountPk(account.id), sk: showsPrefix });
  const shows = new Map(rows.map((row) => [row.value.show.ids.trakt, row]));
  const now = ctx.clock.now();
  const known = head?.value;
  if (known !== undefined && now < known.untilMs && activityKeys.every((key) => known.seen[key] === seen[key]))
    return { shows, hides: known.hides, movedMs };

  const { listed, hides } = await readLists(ctx, session);
  const stale = [...shows.keys()].filter((id) => !listed.has(id) && !isAskedFor(ctx, shows.get(id)?.value, now));
  const changed = [...listed.values()].filter((one) => !isSameShow(shows.get(one.show.ids.trakt)?.value, one));
  const others = [...shows].filter(([id]) => !listed.has(id) && !stale.includes(id));
  const hiddenAnew = others
    .map(([id, { value }]) => unwatched(value.show, hides, value.read, id))
    .filter((one) => !isSameShow(shows.get(one.show.ids.trakt)?.value, one));
  const kept = await inTurns([...changed, ...hiddenAnew], readsAtOnce, async (one) => {
    const former = shows.get(one.show.ids.trakt);
    return await keepShow(ctx, account.id, shows, { ...one, read: former?.value.read ?? null });
  });
  for (const id of stale) {
    const v = shows.get(id)?.v ?? 0;
    kept.push(await ctx.store.delete(showKey(account.id, id), { kind: "version", v }));
    shows.delete(id);
  }
  // While Trakt's lists may still lag behind what moved they are read again each time.
  const untilMs = now < movedMs + ctx.settings.settleMs ? now : now + ctx.settings.factsMaxAgeMs;
  // Somebody else reads at the same time: what is whose cannot be told, so it is all read again the next time.
  if (kept.every(Boolean))
    await ctx.store.put(
      { ...viewKey(account.id, view), v: (head?.v ?? 0) + 1, data: { seen, untilMs, hides } },
      head === undefined ? { kind: "absent" } : { kind: "version", v: head.v },
    );
  return { shows, hides, movedMs };
}

/** A show that the person has never watched: of it only what they hid can change, and what airs. */
export function unwatched(
  show: ShowFacts,
  hides: Hides,
  read: FollowedShow["read"] = null,
  id: number = show.ids.trakt,
): FollowedShow {
  const mark = markOf(undefined, hides, id);
  return { show, plays: 0, hidden: hides.shows.includes(id), mark, read };
}

/** Keeps what is known of a show, here and in the store; false when somebody else wrote it meanwhile. */
export async function keepShow(
  ctx: Services,
  accountId: string,
  shows: Followed["shows"],
  show: FollowedShow,
): Promise<boolean> {
  const id = show.show.ids.trakt;
  const former = shows.get(id);
  const v = (former?.v ?? 0) + 1;
  shows.set(id, { v, value: show });
  return await ctx.store.put(
    { ...showKey(accountId, id), v, data: show },
    former === undefined ? { kind: "absent" } : { kind: "version", v: former.v },
  );
}

const showKey = (accountId: string, showId: number) => ({ pk: accountPk(accountId), sk: `${showsPrefix}${showId}` });

/** Never watched, and asked for not long ago: kept for the next time. */
function isAskedFor(ctx: Services, known: FollowedShow | undefined, nowMs: number): boolean {
  return known !== undefined && known.plays === 0 && nowMs < (known.read?.untilMs ?? 0);
}

function isSameShow(known: FollowedShow | undefined, now: FollowedShow): boolean {
  return (
    known !== undefined &&
    known.mark === now.mark &&
    known.hidden === now.hidden &&
    known.plays === now.plays &&
    JSON.stringify(known.show) === JSON.stringify(now.show)
  );
}

async function readLists(
  ctx: Services,
  session: TraktSession,
): Promise<{ listed: Map<number, FollowedShow>; hides: Hides }> {
  const [watched, hiddenItems, droppedItems] = await Promise.all([
    wholeList("the watched shows", session.readWhole(Sync.watchedShows, { extended: "full" })),
    wholeList("what is hidden", session.readWhole(Users.hidden, { section: "progress_watched" })),
    wholeList("what is dropped", session.readWhole(Users.hidden, { section: "dropped" })),
  ]);
  const hides: Hides = { seasons: {}, shows: [] };
  for (const item of [...hiddenItems, ...droppedItems]) {
    const id = item.show?.ids.trakt;
    if (id === undefined) continue;
    if (item.season === undefined) hides.shows.push(id);
    else hides.seasons[id] = [...(hides.seasons[id] ?? []), item.season.number].toSorted((a, b) => a - b);
  }
  const listed = new Map<number, FollowedShow>();
  for (const one of watched) {
    const show = ShowFacts.parse(one.show);
    const id = show.ids.trakt;
    const { plays } = one;
    listed.set(id, { show, plays, hidden: hides.shows.includes(id), mark: markOf(one, hides, id), read: null });
  }
  return { listed, hides };
}

/** The number of plays moves when one is removed, the times when one is added: an exchange is seen, too. */
function markOf(watched: Sync.WatchedShow | undefined, hides: Hides, id: number): string {
  const of = watched === undefined ? [] : [watched.last_watched_at, watched.last_updated_at, watched.reset_at];
  const parts = [watched?.plays ?? 0, ...of, watched?.show.aired_episodes, hides.seasons[id]?.join(",")];
  return parts.map((part) => part ?? "").join(" ");
}
