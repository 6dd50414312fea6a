import type { Draft } from "@showrunner/core/events/envelope.ts";
import { PersonalList } from "@showrunner/core/events/lists.ts";
import * as z from "zod";
import { instantOf } from "./instant.ts";
import { inOrder } from "./order.ts";
import { changesOf, mergeSet, type SetDiff, type SetOf, type SetRead } from "./set.ts";

/** A personal list, and what is said of it; what a backend leaves out is undefined. */
export const ListRow = PersonalList.extend({
  description: z.string(),
  privacy: z.string(),
  sort_by: z.string().optional(),
  sort_how: z.string().optional(),
  created_at: z.string(),
  /** Moves with what is said of the list, and with what comes onto it and leaves it. */
  updated_at: z.string(),
});
export type ListRow = z.infer<typeof ListRow>;

const told = ["name", "description", "privacy", "sort_by", "sort_how"] as const;

const lists: SetOf<ListRow, number> = {
  key: (row) => row.id,
  time: (row) => row.updated_at,
  same: (before, after) => changedIn(before, after).length === 0,
};

/** What a read leaves out says nothing. */
function changedIn(before: ListRow, after: ListRow): string[] {
  return told.filter((key) => before[key] !== undefined && after[key] !== undefined && before[key] !== after[key]);
}

/** `list.created`, `list.updated` for another name, description, privacy or sorting, and of a whole read `list.deleted`. */
export function diffLists(read: SetDiff<ListRow>): Draft[] {
  const changes = changesOf(lists, read);
  return inOrder([
    ...changes.added.map((row): Draft => ({
      type: "list.created",
      subject: listSubject(row),
      time: instantOf(row.created_at),
      identity: listSubject(row),
      data: { personal_list: factsOf(row) },
    })),
    ...changes.changed.map(({ before, after }): Draft => ({
      type: "list.updated",
      subject: listSubject(after),
      time: instantOf(after.updated_at),
      // Since when it had been as it was: what comes onto the list moves the time of what it became.
      identity: `${listSubject(after)}@${instantOf(before.updated_at)}>${told.map((key) => after[key]).join("\u0000")}`,
      data: { personal_list: factsOf(after), changed: changedIn(before, after), previous_name: before.name },
    })),
    ...changes.removed.map((row): Draft => ({
      type: "list.deleted",
      subject: listSubject(row),
      time: instantOf(read.removedAt),
      identity: listSubject(row),
      data: { personal_list: factsOf(row) },
    })),
  ]);
}

/** The next snapshot, sorted by number. */
export function mergeLists(read: SetRead<ListRow>): ListRow[] {
  return mergeSet(lists, read);
}

const listSubject = (row: { id: number }): string => `list:${row.id}`;

function factsOf({ id, name, slug, description, privacy }: ListRow) {
  return { id, name, slug, description, privacy };
}
