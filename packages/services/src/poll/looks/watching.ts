import { ChangeEvent, type Draft, type Origin } from "@showrunner/core/events/envelope.ts";
import { deriveId } from "@showrunner/core/ids.ts";
import { eventKey } from "@showrunner/core/keys.ts";
import { endSittings, FollowedSitting, followSittings, isPlayOf, type Sitting } from "@showrunner/detect/watching.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import type { Watching } from "@showrunner/trakt/contract/users.ts";
import type { Services } from "../../context.ts";
import { type Finding, recordEvents } from "../../events/record-events.ts";
import { load } from "../../stored.ts";
import { playedItemOf } from "../feeds/played-item.ts";
import { loadSnapshot, saveSnapshot } from "../snapshots.ts";
import type { Look } from "./look.ts";

/** What the person watches now. What is no longer watched is told when its play is there, or would be. */
export const watching: Look = {
  name: "watching",
  types: ["watching.started", "watching.ended"],
  async look(ctx, session, account) {
    const reply = await session.call(Users.watching, { id: "me" });
    const seen = reply === null ? null : (sittingOf(reply) ?? null);
    const now = ctx.clock.now();
    const at = new Date(now).toISOString();
    const snapshot = await loadSnapshot(ctx, account.id, watching.name, FollowedSitting);
    const before = snapshot?.rows ?? [];
    const { started, rows } = followSittings({ rows: before, seen, at });
    const watched = new Set<FollowedSitting>();
    for (const row of rows) if (row.gone_at !== null && (await becamePlay(session, row))) watched.add(row);
    const followed = endSittings({ rows, watched: (row) => watched.has(row), at, graceMs: ctx.settings.settleMs });
    const drafts = snapshot === undefined ? [] : [...started, ...followed.ended];
    const findings: Finding[] = [];
    for (const draft of drafts)
      findings.push({
        draft,
        origin: draft.type === "watching.ended" ? await originOfStart(ctx, account.id, draft) : undefined,
        // Known by its own time: what began before a rule was switched on is not for that rule.
        movedAt: draft.time,
      });
    const recorded = await recordEvents(ctx, account, findings);
    const changed = snapshot === undefined || JSON.stringify(followed.rows) !== JSON.stringify(before);
    if (changed) await saveSnapshot(ctx, account.id, watching.name, snapshot, followed.rows, { wholeAt: now });
    return {
      seeded: snapshot === undefined,
      changed,
      events: recorded.fresh,
      watchingUntil: watchedUntil(seen, followed.rows, now + ctx.settings.settleMs),
    };
  },
};

/** What a rule began ends as that rule's doing: a check-in by a rule must not lead to the next one, for ever. */
async function originOfStart(ctx: Services, accountId: string, ended: Draft): Promise<Origin | undefined> {
  const id = deriveId("evt", [accountId, "watching.started", ended.identity]);
  return (await load(ctx.store, ChangeEvent, eventKey(accountId, id)))?.value.origin;
}

/** Who is gone a moment ago is looked at again soon. */
function watchedUntil(seen: Sitting | null, rows: readonly FollowedSitting[], soon: number): number | null {
  if (seen !== null) return Date.parse(seen.expires_at);
  return rows.length > 0 ? soon : null;
}

/** What somebody watches, as it is compared; undefined for what is neither an episode nor a movie. */
export function sittingOf(reply: Watching): Sitting | undefined {
  const item = playedItemOf(reply);
  const { action, started_at, expires_at } = reply;
  return item === undefined ? undefined : { ...item, action, started_at, expires_at };
}

/** Whether the history has a play of it; the newest plays of that thing tell. */
async function becamePlay(session: TraktSession, row: FollowedSitting): Promise<boolean> {
  const { item_type, movie, episode } = row;
  const item_id = item_type === "movie" ? movie?.ids.trakt : episode?.ids.trakt;
  if (item_id === undefined) return false;
  const type = item_type === "movie" ? ("movies" as const) : ("episodes" as const);
  const plays = await session.call(Sync.history, { type, item_id, limit: 10 });
  return plays.some((play) => {
    const item = playedItemOf(play);
    return item !== undefined && isPlayOf(row, { ...item, watched_at: play.watched_at });
  });
}
