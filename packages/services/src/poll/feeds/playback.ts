import { diffPaused, mergePaused, PausedRow } from "@showrunner/detect/playback.ts";
import * as SyncPlayback from "@showrunner/trakt/contract/sync-playback.ts";
import type { Feed } from "./feed.ts";
import { playedItemOf } from "./played-item.ts";
import { readSets, rowsOf } from "./set-read.ts";

/** Where players were paused. */
export const playback: Feed<PausedRow> = {
  name: "playback",
  activityKeys: ["movies.paused_at", "episodes.paused_at"],
  types: ["playback.paused"],
  row: PausedRow,
  read: (session) =>
    readSets([
      rowsOf(session.readWhole(SyncPlayback.playback, {}), (one) => {
        const item = playedItemOf(one);
        return item === undefined ? undefined : { ...item, percent: one.progress, paused_at: one.paused_at };
      }),
    ]),
  diff: diffPaused,
  merge: mergePaused,
};
