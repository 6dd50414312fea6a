import { unreachable } from "@showrunner/core/errors.ts";
import { touch } from "./activities.ts";
import { collect, describeShelf } from "./apply-collection.ts";
import { applyToComments } from "./apply-comments.ts";
import { applyToFollows } from "./apply-follows.ts";
import { applyToLibrary } from "./apply-library.ts";
import { applyToLists, tellCollaborators } from "./apply-lists.ts";
import { applyToNotes } from "./apply-notes.ts";
import { applyToPlaying } from "./apply-playing.ts";
import { addPlays, removePlays } from "./apply-plays.ts";
import { addToShelf, takeFromShelf } from "./apply-shelves.ts";
import { applyToSignIn } from "./apply-sign-in.ts";
import { itemOf, pluralOf } from "./items.ts";
import type { Op, OpOf } from "./ops.ts";
import { applyToSearches } from "./recent-searches.ts";
import { newSocial } from "./social.ts";
import { personOf, type Person, type State } from "./state.ts";
import { countVote } from "./votes.ts";

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
      for (const [key, rating, ratedAt] of op.ratings) {
        takeRating(state, person, key);
        person.ratings.set(key, { rating, ratedAt });
        countVote(state, key, rating, 1);
      }
      touch(person, op.at, ratingActivities(op.ratings.map(([key]) => key)));
      return;
    }
    case "unrated": {
      const person = personOf(state, op.who);
      const gone = op.items.filter((key) => takeRating(state, person, key));
      touch(person, op.at, ratingActivities(gone));
      return;
    }
    case "shelf.added":
      addToShelf(state, personOf(state, op.who), op);
      tellCollaborators(state, op);
      return;
    case "shelf.removed":
      takeFromShelf(personOf(state, op.who), op.shelf, op.items, op.at);
      tellCollaborators(state, op);
      return;
    case "list.created":
    case "list.updated":
    case "list.removed":
    case "lists.reordered":
    case "list.liked":
    case "list.shared":
    case "shelf.reordered":
    case "shelf.noted":
      applyToLists(state, op);
      return;
    case "comment.added":
    case "comment.edited":
    case "comment.removed":
    case "comment.liked":
    case "comment.reacted":
      applyToComments(state, op);
      return;
    case "follow.asked":
    case "follow.begun":
    case "follow.ended":
    case "person.blocked":
    case "author.hidden":
    case "profile.changed":
      applyToFollows(state, op);
      return;
    case "note.added":
    case "note.edited":
    case "note.removed":
    case "filter.saved":
    case "filter.removed":
      applyToNotes(state, op);
      return;
    case "watching.started":
    case "watching.stopped":
    case "checkin.begun":
    case "checkin.finished":
    case "playback.paused":
    case "playback.removed":
      applyToPlaying(state, op);
      return;
    case "collected":
      collect(state, personOf(state, op.who), op);
      return;
    case "shelf.described":
      describeShelf(personOf(state, op.who), op);
      return;
    case "progress.reset_undone": {
      const person = personOf(state, op.who);
      if (person.resets.delete(op.show)) touch(person, op.at, ["episodes.watched_at"]);
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
    case "code.issued":
    case "code.used":
    case "account.set":
    case "vip.set":
    case "clock.set":
      applyToSignIn(state, op);
      return;
    case "search.chosen":
      applyToSearches(state, op);
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
    social: newSocial(),
    watching: null,
    playback: new Map(),
    resets: new Map(),
    activities: new Map(),
    lastActivity: op.at,
  });
  state.usernamesBySlug.set(op.slug, op.username);
}

/** Whether there was one. */
function takeRating(state: State, person: Person, key: string): boolean {
  const before = person.ratings.get(key);
  if (before === undefined) return false;
  countVote(state, key, before.rating, -1);
  return person.ratings.delete(key);
}

function ratingActivities(keys: readonly string[]): Set<string> {
  return new Set(keys.map((key) => `${pluralOf(itemOf(key).type)}.rated_at`));
}
