import { activitiesOf, touch } from "./activities.ts";
import { addToShelf } from "./apply-shelves.ts";
import type { OpOf } from "./ops.ts";
import type { Person, State } from "./state.ts";

/** Collects what is not collected; of the rest, changes when and as what it was. */
export function collect(state: State, person: Person, op: OpOf<"collected">): void {
  const { at } = op;
  const before = new Set(person.shelves.get("collection")?.entries.keys());
  const fresh = op.items.filter(([key]) => !before.has(key));
  addToShelf(state, person, {
    kind: "shelf.added",
    at,
    who: op.who,
    shelf: "collection",
    items: fresh.map(([key, collectedAt]): [string, number] => [key, collectedAt]),
  });
  const shelf = person.shelves.get("collection");
  const changed: string[] = [];
  for (const [key, collectedAt, copy] of op.items) {
    const entry = shelf?.entries.get(key);
    if (entry === undefined) continue;
    entry.listedAt = collectedAt;
    entry.updatedAt = at;
    if (Object.keys(copy).length > 0) entry.copy = { ...entry.copy, ...copy };
    if (before.has(key)) changed.push(key);
  }
  if (shelf === undefined || changed.length === 0) return;
  shelf.updatedAt = at;
  touch(person, at, activitiesOf("collection", changed));
}

export function describeShelf(person: Person, op: OpOf<"shelf.described">): void {
  const { kind: _kind, at, who: _who, shelf: name, ...facts } = op;
  const shelf = person.shelves.get(name) ?? { entries: new Map(), updatedAt: at };
  person.shelves.set(name, Object.assign(shelf, facts, { updatedAt: at }));
  touch(person, at, activitiesOf(name, []));
}
