import type { Draft } from "@showrunner/core/events/envelope.ts";
import * as z from "zod";
import { instantOf, sameInstant } from "./instant.ts";
import { ListedItem, listedItemKey } from "./item.ts";
import { inOrder } from "./order.ts";
import { changesOf, mergeSet, type SetDiff, type SetOf, type SetRead } from "./set.ts";

/** A thing hidden from one of Trakt's sections; `dropped` is the section of shows given up. */
export const HiddenRow = ListedItem.extend({ section: z.string(), hidden_at: z.string() });
export type HiddenRow = z.infer<typeof HiddenRow>;

const sectionKey = (row: HiddenRow): string => `${row.section}:${listedItemKey(row)}`;

const hidden: SetOf<HiddenRow, string> = {
  key: sectionKey,
  time: (row) => row.hidden_at,
  same: (before, after) => sameInstant(before.hidden_at, after.hidden_at),
};

/**
 * `item.hidden` and `item.unhidden`, and for shows in the section `dropped` `show.dropped` and `show.undropped`.
 * `whole` is said of every section that `before` holds: a section that was not read would look unhidden.
 * Shown and hidden again between two reads (another `hidden_at`) is one hiding: the two net out.
 */
export function diffHidden(read: SetDiff<HiddenRow>): Draft[] {
  const changes = changesOf(hidden, read);
  return inOrder([
    ...changes.added.map(hiddenDraft),
    ...changes.changed.map((change) => hiddenDraft(change.after)),
    ...changes.removed.map((row) => shownDraft(row, read.removedAt)),
  ]);
}

/** The next snapshot, sorted by section and item. */
export function mergeHidden(read: SetRead<HiddenRow>): HiddenRow[] {
  return mergeSet(hidden, read);
}

function hiddenDraft(row: HiddenRow): Draft {
  const facts = { subject: listedItemKey(row), time: instantOf(row.hidden_at), identity: hidingIdentity(row) };
  const dropped = droppedShow(row);
  return dropped === undefined
    ? { type: "item.hidden", ...facts, data: { ...row } }
    : { type: "show.dropped", ...facts, data: dropped };
}

function shownDraft(row: HiddenRow, removedAt: string): Draft {
  const facts = { subject: listedItemKey(row), time: instantOf(removedAt), identity: hidingIdentity(row) };
  const dropped = droppedShow(row);
  return dropped === undefined
    ? { type: "item.unhidden", ...facts, data: { ...row } }
    : { type: "show.undropped", ...facts, data: dropped };
}

function droppedShow({ section, item_type, show, hidden_at }: HiddenRow) {
  return section === "dropped" && item_type === "show" && show !== undefined ? { show, hidden_at } : undefined;
}

/** One hiding from one section: it begins once and ends once. */
const hidingIdentity = (row: HiddenRow): string => `${sectionKey(row)}@${instantOf(row.hidden_at)}`;
