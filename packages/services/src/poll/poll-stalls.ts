import type { DraftOf } from "@showrunner/core/events/envelope.ts";
import { Progress, type Show } from "@showrunner/core/media.ts";
import type { Account } from "@showrunner/core/records.ts";
import { HiddenRow } from "@showrunner/detect/hidden.ts";
import type { Play } from "@showrunner/detect/plays.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import type { Services } from "../context.ts";
import { recordEvents } from "../events/record-events.ts";
import { dropped, hidden } from "./feeds/hidden.ts";
import { loadSnapshot } from "./snapshots.ts";

/** Up to when (epoch ms) stalls of so many minutes were looked for, by the minutes. */
export type StallsSeen = Readonly<Record<string, number>>;

export interface StallsFound {
  seen: Record<string, number>;
  /** When there is something to look for again, epoch ms. */
  dueAt: number;
  events: number;
}

/** Each is one call to Trakt; after a long silence the rest follows with the next poll. */
const mostAtOnce = 50;

/** Nothing stalls in less than a day, so that what is watched from now on is looked at in time. */
const longestWaitMs = 24 * 3_600_000;

/**
 * Tells of the shows whose last play became so old since the last look, as far as aired episodes of them are left. A
 * length that was not looked for before starts now: what had stalled by then is the past.
 */
export async function pollStalls(
  ctx: Services,
  session: TraktSession,
  account: Account,
  of: { lengths: readonly number[]; seen: StallsSeen; plays: readonly Play[] },
): Promise<StallsFound> {
  const now = ctx.clock.now();
  const shows = [...lastWatched(of.plays).values()];
  const out = await givenUp(ctx, account.id);
  const seen: Record<string, number> = {};
  let events = 0;
  let left = mostAtOnce;
  for (const minutes of of.lengths) {
    const from = of.seen[minutes] ?? now;
    const lengthMs = minutes * 60_000;
    const stalled = shows
      .map((one) => ({ ...one, atMs: one.lastMs + lengthMs }))
      .filter(({ atMs, show }) => atMs > from && atMs <= now && !out.has(show.ids.trakt))
      .toSorted((a, b) => a.atMs - b.atMs);
    const some = stalled.slice(0, left);
    left -= some.length;
    const drafts: DraftOf<"show.stalled">[] = [];
    for (const { show, lastMs, atMs } of some) {
      const progress = await progressOf(session, show);
      if (progress === undefined || progress.completed === 0 || progress.completed >= progress.aired) continue;
      const last_watched_at = new Date(lastMs).toISOString();
      drafts.push({
        type: "show.stalled",
        subject: `show:${show.ids.trakt}`,
        time: new Date(atMs).toISOString(),
        identity: `show:${show.ids.trakt}:${minutes}@${last_watched_at}`,
        data: { show, after_minutes: minutes, last_watched_at, progress },
      });
    }
    events += (
      await recordEvents(
        ctx,
        account,
        drafts.map((draft) => ({ draft })),
      )
    ).fresh;
    const isWhole = some.length === stalled.length;
    // Just before the first that was left over, which may share its moment with the last that was not.
    seen[minutes] = isWhole ? now : (stalled[some.length]?.atMs ?? now) - 1;
  }
  const waiting = of.lengths.flatMap((minutes) =>
    shows.map((one) => one.lastMs + minutes * 60_000).filter((atMs) => atMs > (seen[minutes] ?? now)),
  );
  return { seen, events, dueAt: Math.min(now + longestWaitMs, ...waiting) };
}

function lastWatched(plays: readonly Play[]): Map<number, { show: Show; lastMs: number }> {
  const shows = new Map<number, { show: Show; lastMs: number }>();
  for (const { show, watched_at } of plays) {
    if (show === undefined) continue;
    const lastMs = Date.parse(watched_at);
    const known = shows.get(show.ids.trakt);
    if (known === undefined || known.lastMs < lastMs) shows.set(show.ids.trakt, { show, lastMs });
  }
  return shows;
}

/** The shows that the person dropped or hid from their progress. */
async function givenUp(ctx: Services, accountId: string): Promise<Set<number>> {
  const rows = await Promise.all(
    [dropped, hidden].map(async ({ name }) => (await loadSnapshot(ctx, accountId, name, HiddenRow))?.rows ?? []),
  );
  return new Set(
    rows
      .flat()
      .filter((row) => row.item_type === "show" && (row.section === "dropped" || row.section === "progress_watched"))
      .map((row) => row.show?.ids.trakt ?? 0),
  );
}

/** Undefined for a show that Trakt no longer has. */
async function progressOf(session: TraktSession, show: Show): Promise<Progress | undefined> {
  try {
    return Progress.parse(await session.call(Shows.watchedProgress, { id: String(show.ids.trakt) }));
  } catch (error) {
    if (error instanceof TraktError && error.kind === "not_found") return undefined;
    throw error;
  }
}
