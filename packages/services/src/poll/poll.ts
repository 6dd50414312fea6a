import { messageOf, Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import { Play } from "@showrunner/detect/plays.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import { watchSeasons } from "./announced-seasons.ts";
import { newestChange } from "./changes.ts";
import { flattenActivities, type Activities } from "./activities.ts";
import { putMarks } from "../rules/kept-facts.ts";
import { brakeOn } from "../schedule/brake.ts";
import type { Services } from "../context.ts";
import { dropped, hidden } from "./feeds/hidden.ts";
import { history } from "./feeds/history.ts";
import { watchlist } from "./feeds/watchlist.ts";
import { dueLooks, slowestOf } from "./looks/due.ts";
import type { Look } from "./looks/look.ts";
import { calendarsMark, partsOf, type Reads } from "./needs.ts";
import { forgetCalendar, pollCalendar } from "./poll-calendar.ts";
import { type PollCursor, savePollCursor } from "./poll-cursor.ts";
import { type DueFeed, dueFeeds, type FeedResult } from "./poll-feed.ts";
import { pollProgress, type TouchedShow } from "./poll-progress.ts";
import { pollStalls } from "./poll-stalls.ts";
import { forgetSnapshot, loadSnapshot } from "./snapshots.ts";
import { learnStatuses, learnStatusesOf, tellStatusChanges } from "./statuses.ts";
import type { Stored } from "../stored.ts";
import { NeedsReconnect } from "../accounts/tokens.ts";
import { tierFor } from "../schedule/wheel.ts";
import { beginCatchUp } from "../timing/catch-up.ts";

/** What a poll works on. */
export interface PollInput {
  account: Account;
  session: TraktSession;
  cursor: Stored<PollCursor>;
  reads: Reads;
}

/** What the log says of a poll. */
interface Tell {
  moved: string[];
  seeded: string[];
  events: number;
}

/** That a quiet account is polled is written down so often in the time after which that would be a silence. */
const notedParts = 4;

/** What Trakt's `my` calendars are made of: watched and watchlisted shows, less hidden and dropped ones. */
const calendarKeys = [history, watchlist, hidden, dropped].flatMap((feed) => feed.activityKeys);

/**
 * One poll: a single call tells whether anything moved; what moved and is needed is read, changes are recorded, then
 * the snapshots move, and the cursor last.
 */
export async function poll(ctx: Services, input: PollInput): Promise<"unchanged" | "changed"> {
  const { account, session, cursor, reads } = input;
  const old = cursor.value;
  const activities = flattenActivities(await session.call(Sync.lastActivities, {}));
  const now = ctx.clock.now();
  const silentMs = old.polledAt === null ? 0 : now - old.polledAt;
  if (old.polledAt !== null && silentMs > ctx.settings.silenceMs) await beginCatchUp(ctx, account.id, old.polledAt);
  const due = dueFeeds(old, reads, activities, now);
  const needed = partsOf(reads);
  const unneeded = old.seeded.filter((name) => !needed.has(name));
  const movedAtAll = (activities.get("all") ?? "") !== old.seen["all"];
  const newestStatus = reads.statuses ? await newestChange(ctx) : undefined;
  const seasonsNew = reads.seasons && !old.seeded.includes("seasons");
  const statusesNew = reads.statuses && !old.seeded.includes("statuses");
  const statusesMoved = !statusesNew && newestStatus !== undefined && newestStatus > old.statusesSeen;
  const calendarMark = [
    ...calendarKeys.map((key) => activities.get(key) ?? ""),
    ...calendarsMark(reads.calendars),
  ].join(" ");
  const calendarDue = reads.calendar && ((old.calendarDueAt ?? 0) <= now || old.calendarMark !== calendarMark);
  const stallsDue =
    reads.stalls.length > 0 &&
    ((old.stallsDueAt ?? 0) <= now || reads.stalls.some((minutes) => old.stallsSeen[minutes] === undefined));
  const looksDue = dueLooks({
    accountId: account.id,
    needed: reads.looks,
    seeded: old.seeded,
    tierMinutes: old.tierMinutes,
    now,
    settings: ctx.settings,
  });
  const next: PollCursor = {
    ...old,
    seen: { ...old.seen, all: activities.get("all") ?? "" },
    seeded: old.seeded.filter((name) => !unneeded.includes(name)),
    settle: { ...old.settle },
    unsettled: false,
    lastChangeAt: movedAtAll ? now : old.lastChangeAt,
    polledAt: now,
    slowestMinutes: slowestOf(reads.looks, ctx.settings),
    calendarDueAt: reads.calendar ? old.calendarDueAt : null,
    calendarOffsets: reads.calendar ? old.calendarOffsets : [],
    stallsSeen: reads.stalls.length > 0 ? old.stallsSeen : {},
    stallsDueAt: reads.stalls.length > 0 ? old.stallsDueAt : null,
  };
  const tell: Tell = { moved: [], seeded: [], events: 0 };
  for (const look of looksDue) await take(ctx, input, look, next, tell);
  const looked = tell.moved.length + tell.seeded.length;
  const isQuiet = due.length === 0 && unneeded.length === 0 && !movedAtAll && looked === 0;
  if (isQuiet && !statusesNew && !statusesMoved && !calendarDue && !stallsDue && !seasonsNew) {
    next.tierMinutes = tierFor(next, now, ctx.settings.tiersMinutes);
    const isToBeNoted = old.polledAt === null || silentMs > ctx.settings.silenceMs / notedParts;
    if (next.tierMinutes !== old.tierMinutes || old.unsettled !== next.unsettled || isToBeNoted)
      await savePollCursor(ctx, account.id, cursor, next);
    return "unchanged";
  }

  for (const name of unneeded)
    await (name === "calendar"
      ? forgetCalendar(ctx, account.id, old.calendarOffsets)
      : forgetSnapshot(ctx, account.id, name));
  // Before any change is told, so that no rule takes what was read before it for true.
  if (reads.marks && movedAtAll) await putMarks(ctx, account.id, activities);
  const results = await readFeeds(ctx, input, due, activities, next, tell);

  const shows = new Map<number, TouchedShow>();
  for (const result of results) for (const [id, touched] of result.touched) shows.set(id, touched);
  const plays = shows.size > 0 || statusesMoved ? await knownPlays(ctx, account.id) : [];
  if (statusesNew && (await attempt(ctx, input, "statuses", next, () => learnStatuses(ctx, session))) !== undefined) {
    next.seeded.push("statuses");
    next.statusesSeen = newestStatus ?? new Date(now).toISOString();
  }
  if (statusesMoved) {
    const told = await tellStatusChanges(ctx, account, old.statusesSeen, plays);
    tell.events += told.events;
    // A show that ended after its last episode was watched is completed by that.
    for (const [id, changed] of told.shows) shows.set(id, { ...changed, ...shows.get(id) });
    next.statusesSeen = newestStatus;
  }
  if (shows.size > 0 && (reads.progress || reads.statuses)) {
    const followed = await attempt(ctx, input, "progress", next, () =>
      reads.progress
        ? pollProgress(ctx, session, account, shows, plays)
        : learnStatusesOf(ctx, session, shows.keys()).then(() => 0),
    );
    tell.events += followed ?? 0;
    if (followed !== undefined) {
      if (reads.progress && !next.seeded.includes("progress")) next.seeded.push("progress");
    } else {
      // The plays stay uncommitted, so that the next poll finds the same shows again.
      const at = results.findIndex((result) => result.name === "history");
      if (at >= 0) results.splice(at, 1);
      next.statusesSeen = old.statusesSeen;
    }
  }
  for (const result of results) await commit(ctx, result, due, next, tell);

  if (calendarDue) {
    const found = await attempt(ctx, input, "calendar", next, () =>
      pollCalendar(ctx, session, account, { ...reads.calendars, offsetsBefore: old.calendarOffsets }),
    );
    if (found !== undefined) {
      (old.calendarDueAt === null ? tell.seeded : tell.moved).push("calendar");
      tell.events += found;
      if (!next.seeded.includes("calendar")) next.seeded.push("calendar");
      next.calendarDueAt = now + ctx.settings.calendarRefreshMs;
      next.calendarMark = calendarMark;
      next.calendarOffsets = [...reads.calendars.offsets];
    }
  }
  if (reads.seasons && next.seeded.includes("history")) {
    const all = seasonsNew ? await knownPlays(ctx, account.id) : [];
    await watchSeasons(ctx, new Set([...shows.keys(), ...all.flatMap((play) => play.show?.ids.trakt ?? [])]));
    if (seasonsNew) next.seeded.push("seasons");
  }
  // Which shows were watched when is known from the history, once that was read.
  if (stallsDue && next.seeded.includes("history")) {
    const found = await attempt(ctx, input, "stalls", next, async () =>
      pollStalls(ctx, session, account, {
        lengths: reads.stalls,
        seen: old.stallsSeen,
        plays: await knownPlays(ctx, account.id),
      }),
    );
    if (found !== undefined) {
      tell.events += found.events;
      next.stallsSeen = found.seen;
      next.stallsDueAt = found.dueAt;
    }
  }
  // Where a rule needs it, it was looked at.
  if (tell.moved.includes("history") && !reads.looks.has("watching"))
    next.watchingUntil = (await attempt(ctx, input, "watching", next, () => watchingUntil(session))) ?? null;

  next.tierMinutes = tierFor(next, now, ctx.settings.tiersMinutes);
  await savePollCursor(ctx, account.id, cursor, next);
  ctx.log({
    kind: "polled",
    accountId: account.id,
    who: account.username,
    ...tell,
    calls: session.calls(),
  });
  return "changed";
}

/** Looks at what the activities do not tell of. What is new of it is kept by the look itself. */
async function take(ctx: Services, input: PollInput, look: Look, next: PollCursor, tell: Tell): Promise<void> {
  const { session, account } = input;
  const looked = await attempt(ctx, input, look.name, next, () => look.look(ctx, session, account));
  if (looked === undefined) return;
  const { seeded, changed, events } = looked;
  if (seeded) tell.seeded.push(look.name);
  else if (changed) tell.moved.push(look.name);
  tell.events += events;
  if (!next.seeded.includes(look.name)) {
    next.seeded.push(look.name);
    // Also where a crash kept a former poll from noting it.
    if (!seeded && !changed) tell.moved.push(look.name);
  }
  if (looked.watchingUntil !== undefined) next.watchingUntil = looked.watchingUntil;
}

/**
 * Reads what is due, first what conditions ask about, and commits it at once: rules may be quicker than the rest of the
 * poll. Returns the plays, which wait for what follows from them.
 */
async function readFeeds(
  ctx: Services,
  input: PollInput,
  due: readonly DueFeed[],
  activities: Activities,
  next: PollCursor,
  tell: Tell,
): Promise<FeedResult[]> {
  const results: FeedResult[] = [];
  const isAsked = ({ name }: DueFeed): number => (input.reads.asked.has(name) ? 1 : 0);
  for (const feed of due.toSorted((a, b) => isAsked(b) - isAsked(a))) {
    const result = await attempt(ctx, input, feed.name, next, () =>
      feed.read(ctx, input.session, input.account, activities),
    );
    if (result === undefined) continue;
    if (result.name === history.name) results.push(result);
    else await commit(ctx, result, due, next, tell);
  }
  return results;
}

async function commit(
  ctx: Services,
  result: FeedResult,
  due: readonly DueFeed[],
  next: PollCursor,
  tell: Tell,
): Promise<void> {
  const committed = await result.commit();
  tell.events += result.events;
  (result.seeded ? tell.seeded : tell.moved).push(result.name);
  if (!committed || !result.settled) {
    next.unsettled = true;
    if (!committed) return;
  }
  if (!next.seeded.includes(result.name)) next.seeded.push(result.name);
  delete next.settle[result.name];
  if (!result.settled) return;
  const feed = due.find((one) => one.name === result.name);
  for (const [key, at] of feed?.marks ?? []) {
    if (at === undefined) delete next.seen[key];
    else next.seen[key] = at;
  }
  // A change that is seconds old may not be in what was read: the feed is read once more when it has settled.
  const settlesAt = (feed?.movedAt === undefined ? 0 : Date.parse(feed.movedAt)) + ctx.settings.settleMs;
  const againAt = settlesAt > ctx.clock.now() ? settlesAt : result.wholeDueAt;
  if (againAt !== undefined) next.settle[result.name] = againAt;
}

/** One part's failure is told and leaves the others be; a refused token, or no token, ends the poll. */
async function attempt<T>(
  ctx: Services,
  input: PollInput,
  feed: string,
  next: PollCursor,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NeedsReconnect || (error instanceof TraktError && error.kind === "unauthorized")) throw error;
    next.unsettled = true;
    await brakeOn(ctx, error);
    ctx.log({
      kind: "poll.failed",
      accountId: input.account.id,
      who: input.account.username,
      feed,
      code: error instanceof Problem ? error.code : "defect.poll",
      message: messageOf(error),
    });
    return undefined;
  }
}

async function knownPlays(ctx: Services, accountId: string): Promise<Play[]> {
  return (await loadSnapshot(ctx, accountId, history.name, Play))?.rows ?? [];
}

/** Until when Trakt says the person is watching, epoch ms: someone at it now is polled every minute. */
async function watchingUntil(session: TraktSession): Promise<number | null> {
  const watching = await session.call(Users.watching, { id: "me" });
  return watching === null ? null : Date.parse(watching.expires_at);
}
