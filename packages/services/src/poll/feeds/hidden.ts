import { HiddenSection } from "@showrunner/core/actions.ts";
import { diffHidden, HiddenRow, mergeHidden } from "@showrunner/detect/hidden.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import { type Feed, unknownTime } from "./feed.ts";
import { listedItemOf } from "./listed-item.ts";
import { readSets, rowsOf } from "./set-read.ts";

function readSection(session: TraktSession, section: HiddenSection | "dropped") {
  return rowsOf(session.readWhole(Users.hidden, { section }), (one) => {
    const item = listedItemOf(one);
    return item === undefined ? undefined : { ...item, section, hidden_at: one.hidden_at ?? unknownTime };
  });
}

/** What the person hid from Trakt's sections; what they dropped is a feed of its own, with its own timestamp. */
export const hidden: Feed<HiddenRow> = {
  name: "hidden",
  activityKeys: ["movies.hidden_at", "shows.hidden_at", "seasons.hidden_at"],
  types: ["item.hidden", "item.unhidden"],
  row: HiddenRow,
  read: (session) => readSets(HiddenSection.options.map((section) => readSection(session, section))),
  diff: diffHidden,
  merge: mergeHidden,
};

export const dropped: Feed<HiddenRow> = {
  name: "dropped",
  activityKeys: ["shows.dropped_at"],
  types: ["show.dropped", "show.undropped"],
  row: HiddenRow,
  read: (session) => readSets([readSection(session, "dropped")]),
  diff: diffHidden,
  merge: mergeHidden,
};
