import { keyIn } from "./find.ts";
import { itemOf, type Item } from "./items.ts";
import type { Ledger } from "./ledger.ts";
import type { Library } from "./library.ts";
import type { PlayAction } from "./ops.ts";
import type { When } from "./people.ts";
import { personOf, type Person } from "./state.ts";

const minuteMs = 60_000;
/** For what Trakt does not know the length of. */
const usualMinutes = { movie: 120, episode: 45 };

/** How long a movie or episode is; an episode of unknown length is as long as its show's usually are. */
export function runtimeMinutes(library: Library, item: Item): number {
  if (item.type === "movie") return library.movies.get(item.trakt)?.facts.runtime ?? usualMinutes.movie;
  const episode = item.type === "episode" ? library.episodes.get(item.trakt) : undefined;
  const show = library.shows.get(episode?.show ?? 0);
  return episode?.runtime ?? show?.facts.runtime ?? usualMinutes.episode;
}

/** The check-in that is under way, if one is. */
export function checkinOf(person: Person, nowMs: number): Person["watching"] {
  const { watching } = person;
  return watching?.playId !== undefined && watching.expiresAt > nowMs ? watching : null;
}

export type Playing = ReturnType<typeof playingOf>;

export function playingOf(ledger: Ledger) {
  const { state } = ledger;
  const now = (when: When): number => when.at ?? ledger.now();

  return {
    /** From now on, for `minutes`, `/users/:id/watching` tells of it; it is no play yet. */
    startWatching: (
      username: string,
      item: Item,
      minutes: number,
      options: When & { action?: PlayAction } = {},
    ): void =>
      ledger.commit({
        kind: "watching.started",
        at: now(options),
        who: username,
        item: keyIn(state.library, item),
        expiresAt: now(options) + minutes * minuteMs,
        action: options.action ?? "scrobble",
      }),
    stopWatching: (username: string, when: When = {}): void =>
      ledger.commit({ kind: "watching.stopped", at: now(when), who: username }),
    /** Watches from now until the item is over, when it becomes a play; returns the id that the play will have. */
    checkIn: (username: string, item: Item, when: When = {}): number => {
      const id = state.nextPlayId;
      const at = now(when);
      const expiresAt = at + runtimeMinutes(state.library, item) * minuteMs;
      ledger.commit({ kind: "checkin.begun", at, who: username, item: keyIn(state.library, item), expiresAt });
      return id;
    },
    /** Makes plays of the check-ins that are over by now. Everything that reads over HTTP, and the audit, does so first. */
    finishCheckins: (): void => finishCheckins(ledger),
    /** Leaves a movie or episode half watched, at `progress` percent. */
    pause: (username: string, item: Item, progress: number, when: When = {}): void =>
      ledger.commit({
        kind: "playback.paused",
        at: now(when),
        who: username,
        item: keyIn(state.library, item),
        progress,
      }),
    /** Forgets where it was paused. */
    forgetPlayback: (username: string, item: Item, when: When = {}): void =>
      ledger.commit({ kind: "playback.removed", at: now(when), who: username, item: keyIn(state.library, item) }),
    /** The ids of where somebody paused, the oldest first. */
    playbackIds: (username: string): number[] =>
      [...personOf(state, username).playback.values()].map(({ id }) => id).toSorted((a, b) => a - b),
    /** Where somebody paused, by the playback's id; undefined when there is none of it. */
    playbackItem: (username: string, id: number): Item | undefined => {
      for (const [key, paused] of personOf(state, username).playback) if (paused.id === id) return itemOf(key);
      return undefined;
    },
  };
}

/** Nothing happens by itself in a world of ops: what time has finished is written down when somebody looks. */
export function finishCheckins(ledger: Ledger): void {
  const nowMs = ledger.now();
  for (const [who, expiresAt] of ledger.state.checkins) {
    if (expiresAt <= nowMs) ledger.commit({ kind: "checkin.finished", at: expiresAt, who });
  }
}
