import { itemOf, pluralOf } from "./items.ts";
import type { Person } from "./state.ts";

/**
 * Moves a person's activity timestamps. Each call gives a moment later than any before it, so that no change can
 * hide behind another of the same millisecond.
 */
export function touch(person: Person, at: number, names: Iterable<string>): void {
  const moment = Math.max(at, person.lastActivity + 1);
  let touched = false;
  for (const name of names) {
    person.activities.set(name, moment);
    touched = true;
  }
  if (touched) person.lastActivity = moment;
}

/** What moves when items come onto, or leave, a shelf. Trakt: /sync/last_activities. */
export function activitiesOf(shelf: string, keys: Iterable<string>): Set<string> {
  const names = new Set<string>();
  if (shelf.startsWith("list:")) return names.add("lists.updated_at");
  if (shelf === "watchlist" || shelf === "favorites") names.add(`${shelf}.updated_at`);
  for (const key of keys) {
    const item = itemOf(key);
    const plural = pluralOf(item.type);
    if (shelf === "watchlist") names.add(`${plural}.watchlisted_at`);
    else if (shelf === "favorites") names.add(`${plural}.favorited_at`);
    else if (shelf === "collection") names.add(`${plural}.collected_at`);
    else if (shelf === "hidden:dropped") names.add("shows.dropped_at");
    else names.add(`${plural}.hidden_at`);
  }
  return names;
}
