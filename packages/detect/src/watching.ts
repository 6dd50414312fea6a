import type { Draft } from "@showrunner/core/events/envelope.ts";
import * as z from "zod";
import { instantOf } from "./instant.ts";
import { listedItemKey } from "./item.ts";
import { inOrder } from "./order.ts";
import { PlayedItem } from "./playback.ts";

/** What somebody watches, as Trakt says it. */
export const Sitting = PlayedItem.extend({ action: z.string(), started_at: z.string(), expires_at: z.string() });
export type Sitting = z.infer<typeof Sitting>;

/**
 * A sitting as it is followed: at most one goes on. One that is gone is kept until it is known whether it became a
 * play; `gone_at` is when it went, as nearly as that is known.
 */
export const FollowedSitting = Sitting.extend({ gone_at: z.string().nullable(), replaced: z.boolean() });
export type FollowedSitting = z.infer<typeof FollowedSitting>;

/**
 * Follows what is watched from one look to the next: `watching.started` for what is new. What is started again before
 * its time was over goes on, for players do that after a pause; `rows` are to be kept.
 */
export function followSittings(look: { rows: readonly FollowedSitting[]; seen: Sitting | null; at: string }): {
  started: Draft[];
  rows: FollowedSitting[];
} {
  const { seen } = look;
  const same = seen === null ? undefined : look.rows.find((row) => goesOn(row, seen));
  const others = look.rows
    .filter((row) => row !== same)
    .map((row) => (row.gone_at === null ? leave(row, seen, instantOf(look.at)) : row));
  if (seen === null) return { started: [], rows: others };
  if (same !== undefined)
    return { started: [], rows: [...others, { ...same, expires_at: seen.expires_at, gone_at: null, replaced: false }] };
  return { started: [startedDraft(seen)], rows: [...others, { ...seen, gone_at: null, replaced: false }] };
}

/**
 * `watching.ended` for what is gone: at once when it became a play, else when it has been gone for `graceMs`, by when
 * its play would be there. `plays` are those of the same thing since it began; the others stay in `rows`.
 */
export function endSittings(look: {
  rows: readonly FollowedSitting[];
  watched: (row: FollowedSitting) => boolean;
  at: string;
  graceMs: number;
}): { ended: Draft[]; rows: FollowedSitting[] } {
  const ended: Draft[] = [];
  const rows: FollowedSitting[] = [];
  for (const row of look.rows) {
    const { gone_at } = row;
    const watched = gone_at !== null && look.watched(row);
    const isSure = gone_at !== null && Date.parse(look.at) - Date.parse(gone_at) >= look.graceMs;
    if (gone_at !== null && (watched || isSure)) ended.push(endedDraft(row, gone_at, watched));
    else rows.push(row);
  }
  return { ended: inOrder(ended), rows };
}

/** The same for a play of it as for the sitting: the thing, and not before the minute in which it began. */
export function isPlayOf(row: Sitting, play: PlayedItem & { watched_at: string }): boolean {
  if (listedItemKey(row) !== listedItemKey(play)) return false;
  return Date.parse(play.watched_at) >= Math.floor(Date.parse(row.started_at) / minuteMs) * minuteMs;
}

const minuteMs = 60_000;

function goesOn(row: FollowedSitting, seen: Sitting): boolean {
  if (listedItemKey(row) !== listedItemKey(seen)) return false;
  const started = instantOf(seen.started_at);
  return started === instantOf(row.started_at) || started < instantOf(row.expires_at);
}

function leave(row: FollowedSitting, seen: Sitting | null, at: string): FollowedSitting {
  const expired = instantOf(row.expires_at);
  const latest = seen === null ? at : instantOf(seen.started_at);
  const gone_at = expired < latest ? expired : latest;
  return { ...row, gone_at, replaced: seen !== null && gone_at < expired };
}

function startedDraft(seen: Sitting): Draft {
  return {
    type: "watching.started",
    subject: listedItemKey(seen),
    time: instantOf(seen.started_at),
    identity: sittingIdentity(seen),
    data: { ...seen },
  };
}

function endedDraft(row: FollowedSitting, goneAt: string, watched: boolean): Draft {
  const { gone_at: _, replaced, ...sitting } = row;
  const isOver = watched || instantOf(goneAt) >= instantOf(row.expires_at);
  return {
    type: "watching.ended",
    subject: listedItemKey(row),
    time: instantOf(goneAt),
    identity: sittingIdentity(row),
    data: {
      ...sitting,
      ended_at: instantOf(goneAt),
      outcome: isOver ? "finished" : replaced ? "replaced" : "stopped",
      became_play: watched,
    },
  };
}

/** One sitting begins once and ends once. */
const sittingIdentity = (of: Sitting): string => `${listedItemKey(of)}@${instantOf(of.started_at)}`;
