import { unreachable } from "@showrunner/core/errors.ts";
import { activitiesOf, touch } from "./activities.ts";
import { removeCommentsOn } from "./apply-comments.ts";
import { newListFacts } from "./social-ops.ts";
import type { OpOf } from "./ops.ts";
import { personOf, type Person, type State } from "./state.ts";

export type ListOp = OpOf<
  | "list.created"
  | "list.updated"
  | "list.removed"
  | "lists.reordered"
  | "list.liked"
  | "list.shared"
  | "shelf.reordered"
  | "shelf.noted"
>;

export function applyToLists(state: State, op: ListOp): void {
  const person = personOf(state, op.who);
  switch (op.kind) {
    case "list.created":
      createList(state, person, op);
      return;
    case "list.updated": {
      const list = person.lists.find((one) => one.id === op.list);
      if (list === undefined) return;
      // The slug stays, so that addresses of the list go on to work.
      Object.assign(list, op.facts);
      list.updatedAt = op.at;
      touch(person, op.at, ["lists.updated_at"]);
      return;
    }
    case "list.removed":
      person.lists = person.lists.filter((one) => one.id !== op.list);
      person.shelves.delete(`list:${op.list}`);
      state.listOwners.delete(op.list);
      removeCommentsOn(state, `list:${op.list}`, op.at);
      touch(person, op.at, ["lists.updated_at"]);
      return;
    case "lists.reordered": {
      const place = new Map(op.lists.map((id, index) => [id, index]));
      const last = op.lists.length;
      person.lists = person.lists.toSorted((a, b) => (place.get(a.id) ?? last) - (place.get(b.id) ?? last));
      touch(person, op.at, ["lists.updated_at"]);
      return;
    }
    case "list.liked": {
      const owner = state.people.get(state.listOwners.get(op.list) ?? "");
      const list = owner?.lists.find((one) => one.id === op.list);
      if (list === undefined || list.likes.has(op.who) === op.liked) return;
      if (op.liked) list.likes.set(op.who, op.at);
      else list.likes.delete(op.who);
      touch(person, op.at, ["lists.liked_at"]);
      return;
    }
    case "list.shared": {
      const list = person.lists.find((one) => one.id === op.list);
      if (list === undefined || list.collaborators.has(op.whom) === op.shared) return;
      if (op.shared) list.collaborators.set(op.whom, op.at);
      else list.collaborators.delete(op.whom);
      touch(personOf(state, op.whom), op.at, ["collaborations.updated_at"]);
      return;
    }
    case "shelf.reordered": {
      const shelf = person.shelves.get(op.shelf);
      if (shelf === undefined) return;
      const ranks = new Map(op.ids.map((id, index) => [id, index + 1]));
      for (const entry of shelf.entries.values()) entry.rank = ranks.get(entry.id) ?? entry.rank;
      shelf.updatedAt = op.at;
      touch(person, op.at, activitiesOf(op.shelf, []));
      tellCollaborators(state, op);
      return;
    }
    case "shelf.noted": {
      const shelf = person.shelves.get(op.shelf);
      const entry = shelf?.entries.values().find((one) => one.id === op.id);
      if (shelf === undefined || entry === undefined) return;
      entry.notes = op.notes;
      shelf.updatedAt = op.at;
      touch(person, op.at, activitiesOf(op.shelf, []));
      tellCollaborators(state, op);
      return;
    }
    default:
      unreachable(op);
  }
}

/** Who shares a list is told when its items change. */
export function tellCollaborators(state: State, op: { at: number; who: string; shelf: string }): void {
  if (!op.shelf.startsWith("list:")) return;
  const owner = personOf(state, op.who);
  const list = owner.lists.find((one) => `list:${one.id}` === op.shelf);
  if (list === undefined || owner.shelves.get(op.shelf)?.updatedAt !== op.at) return;
  for (const username of list.collaborators.keys()) {
    touch(personOf(state, username), op.at, ["collaborations.updated_at"]);
  }
}

function createList(state: State, person: Person, op: OpOf<"list.created">): void {
  const id = state.nextId++;
  const slug = slugOf(op.name) || String(id);
  const taken = person.lists.some((list) => list.slug === slug);
  const { at } = op;
  person.lists.push({
    id,
    slug: taken ? `${slug}-${id}` : slug,
    ...(op.facts ?? newListFacts(op.name, op.description, op.privacy)),
    createdAt: at,
    updatedAt: at,
    likes: new Map(),
    collaborators: new Map(),
  });
  person.shelves.set(`list:${id}`, { entries: new Map(), updatedAt: at });
  state.listOwners.set(id, person.username);
  touch(person, at, ["lists.updated_at"]);
}

function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
