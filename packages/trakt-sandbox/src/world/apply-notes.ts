import { unreachable } from "@showrunner/core/errors.ts";
import { touch } from "./activities.ts";
import type { OpOf } from "./ops.ts";
import { personOf, type State } from "./state.ts";

export type NoteOp = OpOf<"note.added" | "note.edited" | "note.removed" | "filter.saved" | "filter.removed">;

export function applyToNotes(state: State, op: NoteOp): void {
  const person = personOf(state, op.who);
  const { notes, savedFilters } = person.social;
  switch (op.kind) {
    case "note.added": {
      const { kind: _kind, who: _who, at, ...facts } = op;
      const id = state.nextId++;
      notes.set(id, { ...facts, id, createdAt: at, updatedAt: at });
      touch(person, at, ["notes.updated_at"]);
      return;
    }
    case "note.edited": {
      const note = notes.get(op.note);
      if (note === undefined) return;
      Object.assign(note, { notes: op.notes, privacy: op.privacy, spoiler: op.spoiler, updatedAt: op.at });
      touch(person, op.at, ["notes.updated_at"]);
      return;
    }
    case "note.removed":
      if (notes.delete(op.note)) touch(person, op.at, ["notes.updated_at"]);
      return;
    case "filter.saved": {
      const { section, name, url, at } = op;
      const id = state.nextId++;
      savedFilters.set(id, { id, section, name, url, updatedAt: at });
      touch(person, at, ["saved_filters.updated_at"]);
      return;
    }
    case "filter.removed":
      if (savedFilters.delete(op.filter)) touch(person, op.at, ["saved_filters.updated_at"]);
      return;
    default:
      unreachable(op);
  }
}
