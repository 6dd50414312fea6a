import { unreachable } from "@showrunner/core/errors.ts";
import { touch } from "./activities.ts";
import { applyToLibrary } from "./apply-library.ts";
import { addPlays, removePlays } from "./apply-plays.ts";
import { addToShelf, createList, takeFromShelf } from "./apply-shelves.ts";
import { applyToSignIn } from "./apply-sign-in.ts";
import { itemOf, pluralOf } from "./items.ts";
import type { Op, OpOf } from "./ops.ts";
import { personOf, type State } from "./state.ts";

/** The one place where the world changes: the same ops give the same world. */
export function apply(state: State, op: Op): void {
  if (op.kind === "together") {
    for (const one of op.ops) apply(state, one);
    return;
  }
  state.serial++;
  switch (op.kind) {
    case "world.begun":
      state.seed = op.seed;
      return;
    case "person.added":
      addPerson(state, op);
      return;
    case "plays.added":
      addPlays(state, personOf(state, op.who), op);
      return;
    case "plays.removed":
      removePlays(personOf(state, op.who), op);
      return;
    case "rated": {
      const person = personOf(state, op.who);
      for (const [key, rating, ratedAt] of op.ratings) person.ratings.set(key, { rating, ratedAt });
      touch(person, op.at, ratingActivities(op.ratings.map(([key]) => key)));
      return;
    }
    case "unrated": {
      const person = personOf(state, op.who);
      const gone = op.items.filter((key) => person.ratings.delete(key));
      touch(person, op.at, ratingActivities(gone));
      return;
    }
    case "shelf.added":
      addToShelf(state, personOf(state, op.who), op);
      return;
    case "shelf.removed":
      takeFromShelf(personOf(state, op.who), op.shelf, op.items, op.at);
      return;
    case "list.created":
      createList(state, personOf(state, op.who), op);
      return;
    case "watching.started":
      personOf(state, op.who).watching = {
        item: op.item,
        startedAt: op.at,
        expiresAt: op.expiresAt,
        action: op.action,
      };
      return;
    case "watching.stopped":
      personOf(state, op.who).watching = null;
      return;
    case "playback.paused": {
      const person = personOf(state, op.who);
      person.playback.set(op.item, { id: state.nextId++, progress: op.progress, pausedAt: op.at });
      touch(person, op.at, [`${pluralOf(itemOf(op.item).type)}.paused_at`]);
      return;
    }
    case "playback.removed": {
      const person = personOf(state, op.who);
      if (person.playback.delete(op.item)) {
        touch(person, op.at, [`${pluralOf(itemOf(op.item).type)}.paused_at`]);
      }
      return;
    }
    case "progress.reset": {
      const person = personOf(state, op.who);
      person.resets.set(op.show, op.at);
      touch(person, op.at, ["episodes.watched_at"]);
      return;
    }
    case "settings.changed": {
      const person = personOf(state, op.who);
      person.timezone = op.timezone;
      touch(person, op.at, ["account.settings_at"]);
      return;
    }
    case "show.put":
    case "season.put":
    case "episode.put":
    case "episode.rescheduled":
    case "show.status_set":
    case "movie.put":
      applyToLibrary(state, op);
      return;
    case "device.asked":
    case "device.approved":
    case "device.denied":
    case "device.used":
    case "tokens.issued":
    case "access.revoked":
    case "app.disconnected":
    case "refresh_tokens.revoked":
      applyToSignIn(state, op);
      return;
    case "noted":
      state.notes.set(op.name, op.text);
      return;
    case "write.received": {
      const { kind: _kind, ...write } = op;
      state.writes.push(write);
      return;
    }
    default:
      unreachable(op);
  }
}

function addPerson(state: State, op: OpOf<"person.added">): void {
  state.people.set(op.username, {
    username: op.username,
    slug: op.slug,
    name: op.name,
    uuid: op.uuid,
    trakt: state.nextId++,
    timezone: op.timezone,
    vip: op.vip,
    private: op.private,
    joinedAt: op.at,
    plays: [],
    ratings: new Map(),
    shelves: new Map(),
    lists: [],
    watching: null,
    playback: new Map(),
    resets: new Map(),
    activities: new Map(),
    lastActivity: op.at,
  });
  state.usernamesBySlug.set(op.slug, op.username);
}

function ratingActivities(keys: readonly string[]): Set<string> {
  return new Set(keys.map((key) => `${pluralOf(itemOf(key).type)}.rated_at`));
}
