import { keyIn, playables, releasedAt } from "./find.ts";
import { itemOf, type Item } from "./items.ts";
import type { Ledger } from "./ledger.ts";
import type { PlayAction } from "./ops.ts";
import type { When } from "./people.ts";

export interface WatchOptions extends When {
  /** ISO, epoch ms, `released`, or `unknown` (kept as 1970). Cut to the minute, as Trakt does since 2026-02. */
  watched_at?: string | number | undefined;
  action?: PlayAction | undefined;
}

export type Plays = ReturnType<typeof playsOf>;

export function playsOf(ledger: Ledger) {
  const now = (when: When): number => when.at ?? ledger.now();

  const watchedAt = (item: Item, options: WatchOptions): number => {
    const given = options.watched_at ?? now(options);
    if (given === "released") return releasedAt(ledger.state.library, item) ?? now(options);
    return given === "unknown" ? 0 : new Date(given).getTime();
  };

  /** Adds plays, of many items as one change. Returns the history ids; nothing is told from a repeat. */
  const watchAll = (
    username: string,
    plays: readonly { item: Item; watched_at?: string | number | undefined; action?: PlayAction | undefined }[],
    when: When = {},
  ): number[] => {
    const at = now(when);
    const rows = plays.flatMap((play) => {
      keyIn(ledger.state.library, play.item);
      return playables(ledger.state.library, play.item, at).map((key): [string, number, PlayAction] => [
        key,
        watchedAt(itemOf(key), { watched_at: play.watched_at, at }),
        play.action ?? "watch",
      ]);
    });
    if (rows.length === 0) return [];
    const first = ledger.state.nextPlayId;
    ledger.commit({ kind: "plays.added", at, who: username, plays: rows });
    return rows.map((_, index) => first + index);
  };

  const removePlays = (username: string, ids: readonly number[], when: When = {}): void => {
    if (ids.length > 0) ledger.commit({ kind: "plays.removed", at: now(when), who: username, ids: [...ids] });
  };

  return {
    watchAll,
    /** Adds a play, or for a show or season one of each aired episode; returns the history ids. */
    watch: (username: string, item: Item, options: WatchOptions = {}): number[] =>
      watchAll(username, [{ item, watched_at: options.watched_at, action: options.action }], options),
    removePlays,
    removePlay: (username: string, playId: number, when: When = {}): void => removePlays(username, [playId], when),
    /** Starts the show over: plays until now no longer count as progress. */
    resetProgress: (username: string, showTraktId: number, when: When = {}): void => {
      keyIn(ledger.state.library, { type: "show", trakt: showTraktId });
      ledger.commit({ kind: "progress.reset", at: now(when), who: username, show: showTraktId });
    },
    /** Takes the last reset of the show back: all plays count again. */
    undoReset: (username: string, showTraktId: number, when: When = {}): void => {
      keyIn(ledger.state.library, { type: "show", trakt: showTraktId });
      ledger.commit({ kind: "progress.reset_undone", at: now(when), who: username, show: showTraktId });
    },
  };
}
