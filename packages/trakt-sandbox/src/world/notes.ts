import { Problem } from "@showrunner/core/errors.ts";
import type { Ledger } from "./ledger.ts";
import type { When } from "./people.ts";
import type { NotePrivacy } from "./social-ops.ts";
import { personOf } from "./state.ts";
import { targetIn } from "./targets.ts";

/** How many notes an account may hold. Trakt: limits.notes of /users/settings, whose number moves. */
export const notesLimit = 100;

/** Where filters can be saved. Trakt: /users/saved_filters. */
export const filterSections: readonly string[] = ["movies", "shows", "calendars", "search"];

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
    /** Attaches a remark to an item's key, `list:<id>` or `person:<id>`; returns its id. Throws as `targetIn` does. */
    addNote: (username: string, on: string, attachedTo: string, text: NoteText, when: When = {}): number => {
      const who = personOf(state, username).username;
      const key = targetIn(state, on);
      const id = state.nextId;
      ledger.commit({ kind: "note.added", at: now(when), who, on: key, attachedTo, ...text });
      return id;
    },
    editNote: (username: string, note: number, text: NoteText, when: When = {}): void =>
      ledger.commit({ kind: "note.edited", at: now(when), who: username, note, ...text }),
    removeNote: (username: string, note: number, when: When = {}): void =>
      ledger.commit({ kind: "note.removed", at: now(when), who: username, note }),
    /** `url`: path and query of what is filtered; returns the filter's id. Throws Problem `sandbox.no_such_section`. */
    saveFilter: (username: string, filter: { section: string; name: string; url: string }, when: When = {}): number => {
      const who = personOf(state, username).username;
      if (!filterSections.includes(filter.section)) {
        throw new Problem({
          code: "sandbox.no_such_section",
          message: `there is nothing to filter in ${filter.section}`,
          hint: `Take one of: ${filterSections.join(", ")}.`,
        });
      }
      const id = state.nextId;
      ledger.commit({ kind: "filter.saved", at: now(when), who, ...filter });
      return id;
    },
    removeFilter: (username: string, filter: number, when: When = {}): void =>
      ledger.commit({ kind: "filter.removed", at: now(when), who: username, filter }),
  };
}
