import { activitiesOf, touch } from "./activities.ts";
import type { OpOf } from "./ops.ts";
import type { Person, Shelf, State } from "./state.ts";

export function addToShelf(state: State, person: Person, op: OpOf<"shelf.added">): void {
  const shelf: Shelf = person.shelves.get(op.shelf) ?? { entries: new Map(), updatedAt: op.at };
  person.shelves.set(op.shelf, shelf);
  const fresh: string[] = [];
  for (const [key, listedAt, notes] of op.items) {
    if (shelf.entries.has(key)) continue;
    // Ranks repeat after removals, as Trakt's do: they are no key.
    const rank = shelf.entries.size + 1;
    shelf.entries.set(key, { id: state.nextId++, rank, listedAt, notes: notes ?? null });
    fresh.push(key);
  }
  if (fresh.length === 0) return;
  shelf.updatedAt = op.at;
  touch(person, op.at, activitiesOf(op.shelf, fresh));
}

/** Takes what is there of the items off the shelf; returns how many that were. */
export function takeFromShelf(person: Person, name: string, items: readonly string[], at: number): number {
  const shelf = person.shelves.get(name);
  if (shelf === undefined) return 0;
  const gone = items.filter((key) => shelf.entries.delete(key));
  if (gone.length > 0) {
    shelf.updatedAt = at;
    touch(person, at, activitiesOf(name, gone));
  }
  return gone.length;
}
