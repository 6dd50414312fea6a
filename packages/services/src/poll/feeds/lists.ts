import { diffLists, ListRow, mergeLists } from "@showrunner/detect/personal-lists.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import type * as z from "zod";
import { type Feed, unknownTime } from "./feed.ts";
import { readSets, rowsOf } from "./set-read.ts";

/** The personal lists themselves, without what is on them. */
export const lists: Feed<ListRow> = {
  name: "lists",
  activityKeys: ["lists.updated_at"],
  types: ["list.created", "list.updated", "list.deleted"],
  row: ListRow,
  read: (session) => readSets([rowsOf(session.readWhole(Users.lists, { id: "me" }), rowOf)]),
  diff: diffLists,
  merge: mergeLists,
};

function rowOf(list: z.infer<typeof Users.List>): ListRow {
  const { name, description, privacy, sort_by, sort_how, created_at, updated_at, ids } = list;
  return {
    id: ids.trakt,
    name,
    slug: slugIn(list),
    description: description ?? "",
    privacy: privacy ?? "private",
    ...(sort_by == null ? {} : { sort_by }),
    ...(sort_how == null ? {} : { sort_how }),
    created_at: created_at ?? updated_at ?? unknownTime,
    updated_at: updated_at ?? unknownTime,
  };
}

/** A list whose name has no letters for an address has its number there. */
export const slugIn = ({ ids }: Pick<z.infer<typeof Users.List>, "ids">): string => ids.slug ?? String(ids.trakt);
