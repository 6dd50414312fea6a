import type { Ledger } from "./ledger.ts";
import type { When } from "./people.ts";
import type { NotePrivacy } from "./social-ops.ts";

/** How many notes an account may hold. Trakt: limits.notes of /users/settings, whose number moves. */
export const notesLimit = 100;

export interface NoteText {
  notes: string;
  privacy: NotePrivacy;
  spoiler: boolean;
}

export type Notes = ReturnType<typeof notesOf>;

export function notesOf(ledger: Ledger) {
  const { state } = ledger;
  const now = (when: When): number => when.at ?? ledger.now();
  return {
    /** Attaches a private remark to an item's key or `list:<id>`; returns its id. */
    addNote: (username: string, on: string, attachedTo: string, text: NoteText, when: When = {}): number => {
      const id = state.nextId;
      ledger.commit({ kind: "note.added", at: now(when), who: username, on, attachedTo, ...text });
      return id;
    },
    editNote: (username: string, note: number, text: NoteText, when: When = {}): void =>
      ledger.commit({ kind: "note.edited", at: now(when), who: username, note, ...text }),
    removeNote: (username: string, note: number, when: When = {}): void =>
      ledger.commit({ kind: "note.removed", at: now(when), who: username, note }),
    /** `url`: path and query of what is filtered; returns the filter's id. */
    saveFilter: (username: string, filter: { section: string; name: string; url: string }, when: When = {}): number => {
      const id = state.nextId;
      ledger.commit({ kind: "filter.saved", at: now(when), who: username, ...filter });
      return id;
    },
    removeFilter: (username: string, filter: number, when: When = {}): void =>
      ledger.commit({ kind: "filter.removed", at: now(when), who: username, filter }),
  };
}
