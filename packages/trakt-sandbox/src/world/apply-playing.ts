import { unreachable } from "@showrunner/core/errors.ts";
import { touch } from "./activities.ts";
import { addPlay } from "./apply-plays.ts";
import { itemOf, pluralOf } from "./items.ts";
import type { OpOf } from "./ops.ts";
import { personOf, type Person, type State, type Watching } from "./state.ts";

export type PlayingOp = OpOf<
  | "watching.started"
  | "watching.stopped"
  | "checkin.begun"
  | "checkin.finished"
  | "playback.paused"
  | "playback.removed"
>;

/** What people watch at this moment, and where they paused. */
export function applyToPlaying(state: State, op: PlayingOp): void {
  const person = personOf(state, op.who);
  switch (op.kind) {
    case "watching.started": {
      const { item, at: startedAt, expiresAt, action } = op;
      watch(state, person, { item, startedAt, expiresAt, action });
      return;
    }
    case "watching.stopped":
      watch(state, person, null);
      return;
    case "checkin.begun": {
      const { item, at: startedAt, expiresAt } = op;
      // The play's id is known from now on, though it is no play yet.
      watch(state, person, { item, startedAt, expiresAt, action: "checkin", playId: state.nextPlayId++ });
      state.checkins.set(person.username, expiresAt);
      return;
    }
    case "checkin.finished": {
      const { watching } = person;
      if (watching?.playId === undefined) return;
      const { item, startedAt, playId } = watching;
      watch(state, person, null);
      addPlay(state, person, { key: item, watchedAt: startedAt, action: "checkin", at: op.at, id: playId });
      return;
    }
    case "playback.paused":
      person.playback.set(op.item, { id: state.nextId++, progress: op.progress, pausedAt: op.at });
      touch(person, op.at, [pausedAt(op.item)]);
      return;
    case "playback.removed":
      if (person.playback.delete(op.item)) touch(person, op.at, [pausedAt(op.item)]);
      return;
    default:
      unreachable(op);
  }
}

/** There is one thing at most that somebody watches: the next one ends what was before. */
function watch(state: State, person: Person, watching: Watching | null): void {
  state.checkins.delete(person.username);
  person.watching = watching;
}

function pausedAt(key: string): string {
  return `${pluralOf(itemOf(key).type)}.paused_at`;
}
