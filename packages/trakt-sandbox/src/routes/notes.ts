import * as z from "zod";
import { empty, json, notFoundPage, written, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { unheardOf } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { notesLimit } from "../world/notes.ts";
import { areFriends } from "../world/follows.ts";
import { NotePrivacy } from "../world/social-ops.ts";
import type { Note } from "../world/social.ts";
import type { Person } from "../world/state.ts";
import { attachedBody, attachedKey, typeOfKey } from "./attached.ts";
import { isPerson, visiblePerson } from "./users.ts";

const one = "/notes/:id";
const workers = { dialect: "workers" } as const;

export const noteRoutes: readonly Route[] = [
  { method: "POST", path: "/notes", auth: "required", ...workers, handle: add },
  { method: "GET", path: one, auth: "required", ...workers, handle: onNote(read) },
  { method: "PUT", path: one, auth: "required", ...workers, handle: onNote(edit) },
  { method: "DELETE", path: one, auth: "required", ...workers, handle: onNote(remove) },
  { method: "GET", path: `${one}/item`, auth: "required", ...workers, handle: onNote(readItem) },
  ...["/users/:id/notes", "/users/:id/notes/:type"].map((path): Route => ({
    method: "GET",
    path,
    auth: "optional",
    ...workers,
    handle: readNotes,
  })),
];

const text = z.string().min(1).max(500);
const NewNote = z.looseObject({
  /** Where the official contract has the thing; the reference has it beside the note. */
  item: z.looseObject({}).optional(),
  notes: text,
  privacy: NotePrivacy.default("private"),
  spoiler: z.boolean().default(false),
});
const Change = z.looseObject({
  notes: text.optional(),
  privacy: NotePrivacy.optional(),
  spoiler: z.boolean().optional(),
});

function add(call: Call): Answer {
  const parsed = NewNote.safeParse(call.body);
  if (!parsed.success) return empty(422);
  const { item, notes, privacy, spoiler, ...beside } = parsed.data;
  const key = attachedKey(call, item ?? beside);
  if (key === undefined) return notFoundPage();
  const person = me(call);
  if (person.social.notes.size >= notesLimit) return empty(420);
  const id = call.world.addNote(person.username, key, typeOfKey(key), { notes, privacy, spoiler });
  return told(call, person, id, 201);
}

function read(call: Call, owner: Person, note: Note): Answer {
  return mayReadNote(owner, note, call.viewer) ? json(noteBody(call, note)) : notFoundPage();
}

function edit(call: Call, owner: Person, note: Note): Answer {
  if (owner.username !== me(call).username) return empty(401);
  const parsed = Change.safeParse(call.body);
  if (!parsed.success) return empty(422);
  const { notes = note.notes, privacy = note.privacy, spoiler = note.spoiler } = parsed.data;
  call.world.editNote(owner.username, note.id, { notes, privacy, spoiler });
  return told(call, owner, note.id, 200);
}

function remove(call: Call, owner: Person, note: Note): Answer {
  if (owner.username !== me(call).username) return empty(401);
  call.world.removeNote(owner.username, note.id);
  return { ...empty(204), changed: 1 };
}

function readItem(call: Call, owner: Person, note: Note): Answer {
  const body = mayReadNote(owner, note, call.viewer) ? attachedBody(call, note.on) : undefined;
  return body === undefined ? notFoundPage() : json(unheardOf(call, body));
}

function readNotes(call: Call): Answer {
  const owner = visiblePerson(call);
  if (!isPerson(owner)) return owner;
  const { type = "all" } = call.params;
  const notes = [...owner.social.notes.values()]
    .filter((note) => mayReadNote(owner, note, call.viewer))
    .filter((note) => type === "all" || pluralOf(note.attachedTo) === type)
    .toSorted((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  return page(call, notes, { defaultLimit: 10 }, (note) => noteBody(call, note));
}

function noteBody(call: Call, note: Note): Record<string, unknown> {
  const { id, notes, privacy, spoiler, createdAt, updatedAt } = note;
  const item = attachedBody(call, note.on) ?? { type: note.attachedTo };
  const created_at = isoOf(createdAt);
  return unheardOf(call, { id, notes, privacy, spoiler, created_at, updated_at: isoOf(updatedAt), item });
}

function mayReadNote(owner: Person, note: Note, viewer: Person | undefined): boolean {
  if (owner.username === viewer?.username || note.privacy === "public") return true;
  return note.privacy === "friends" && areFriends(owner, viewer?.username);
}

function onNote(handle: (call: Call, owner: Person, note: Note) => Answer): (call: Call) => Answer {
  return (call) => {
    const id = Number(call.params.id);
    for (const owner of call.state.people.values()) {
      const note = owner.social.notes.get(id);
      if (note !== undefined) return handle(call, owner, note);
    }
    return notFoundPage();
  };
}

function told(call: Call, owner: Person, id: number, status: number): Answer {
  const note = owner.social.notes.get(id);
  return note === undefined ? notFoundPage() : written(noteBody(call, note), 1, status);
}

function pluralOf(type: string): string {
  return type === "person" ? "people" : `${type}s`;
}
