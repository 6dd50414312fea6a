import * as Notes from "@showrunner/trakt/contract/notes.ts";
import { expect } from "vitest";
import { example, type Example, type Stage } from "../example.ts";

const made = { note: 0 };

const adaNotes = ({ world }: Stage): void => {
  const text = { notes: "Seen with Ben.", privacy: "friends", spoiler: false } as const;
  made.note = world.addNote("ada", "movie:7", "movie", text);
};
const thatNote = (): { id: number } => ({ id: made.note });

export const notesExamples: readonly Example[] = [
  example(Notes.add, "keeps a private remark about a show", {
    as: "ada",
    input: { body: { item: { type: "show", show: { ids: { trakt: 1390 } } }, notes: "Stop after season 7." } },
    then: (reply) => {
      expect(reply).toMatchObject({ notes: "Stop after season 7.", privacy: "private", spoiler: false });
      expect(reply.item).toMatchObject({ type: "show", show: { ids: { trakt: 1390 } } });
    },
  }),
  example(Notes.note, "lets friends read what is for friends", {
    as: "ben",
    before: adaNotes,
    input: thatNote,
    then: async (reply, { as }) => {
      expect(reply).toMatchObject({ id: made.note, notes: "Seen with Ben." });
      await expect(as("dan").call(Notes.note, thatNote())).rejects.toMatchObject({ status: 404 });
    },
  }),
  example(Notes.update, "changes what is sent and leaves the rest", {
    as: "ada",
    before: adaNotes,
    input: () => ({ ...thatNote(), body: { notes: "Seen with Ben and Dan." } }),
    then: (reply) => expect(reply).toMatchObject({ notes: "Seen with Ben and Dan.", privacy: "friends" }),
  }),
  example(Notes.remove, "takes the note away", {
    as: "ada",
    before: adaNotes,
    input: thatNote,
    then: async (_reply, { as }) => {
      await expect(as("ada").call(Notes.note, thatNote())).rejects.toMatchObject({ status: 404 });
    },
  }),
  example(Notes.item, "gives what the note is attached to", {
    as: "ada",
    before: adaNotes,
    input: thatNote,
    then: (reply) => expect(reply).toMatchObject({ type: "movie", movie: { title: "Star Wars" } }),
  }),
];
