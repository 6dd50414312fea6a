import { unreachable } from "@showrunner/core/errors.ts";
import * as z from "zod";
import type { World } from "../world.ts";
import { keyOf } from "../world/items.ts";
import { ListPrivacy, NotePrivacy, Profile, Reaction } from "../world/social-ops.ts";
import { NamedItem } from "./named-item.ts";

const at = z.number().optional();
const username = z.string();
const act = <K extends string>(name: K) => ({ do: z.literal(name), at, username });
const toward = <K extends string>(name: K) => z.object({ ...act(name), other: z.string() });
const onComment = <K extends string>(name: K) => ({ ...act(name), comment: z.int() });

/** What people do with each other. */
export const socialHappenings = [
  toward("follow"),
  toward("unfollow"),
  toward("approveFollower"),
  toward("denyFollower"),
  toward("befriend"),
  toward("block"),
  toward("unblock"),
  toward("hideAuthor"),
  toward("unhideAuthor"),
  z.object({
    ...act("setProfile"),
    profile: z.strictObject({
      ...Profile.partial().shape,
      name: z.string().nullable().optional(),
      private: z.boolean().optional(),
    }),
  }),
  z.object({ ...act("comment"), item: NamedItem, text: z.string(), spoiler: z.boolean().optional() }),
  z.object({ ...act("commentList"), listId: z.int(), text: z.string(), spoiler: z.boolean().optional() }),
  z.object({ ...onComment("reply"), text: z.string(), spoiler: z.boolean().optional() }),
  z.object(onComment("likeComment")),
  z.object(onComment("unlikeComment")),
  z.object({ ...onComment("react"), reaction: Reaction }),
  z.object({ ...onComment("unreact"), reaction: Reaction }),
  z.object({ do: z.literal("editComment"), at, comment: z.int(), text: z.string(), spoiler: z.boolean().optional() }),
  z.object({ do: z.literal("removeComment"), at, comment: z.int() }),
  z.object({
    ...act("updateList"),
    listId: z.int(),
    facts: z.strictObject({
      name: z.string().exactOptional(),
      description: z.string().exactOptional(),
      privacy: ListPrivacy.exactOptional(),
    }),
  }),
  z.object({ ...act("removeList"), listId: z.int() }),
  z.object({ ...act("shareList"), listId: z.int(), other: z.string() }),
  z.object({ ...act("unshareList"), listId: z.int(), other: z.string() }),
  z.object({
    ...act("addNote"),
    item: NamedItem,
    text: z.string(),
    privacy: NotePrivacy.default("private"),
    spoiler: z.boolean().default(false),
  }),
  z.object({ ...act("removeNote"), noteId: z.int() }),
  z.object({ ...act("saveFilter"), section: z.string(), name: z.string(), url: z.string() }),
  z.object({ ...act("removeFilter"), filterId: z.int() }),
  z.object({ ...act("likeList"), listId: z.int() }),
  z.object({ ...act("unlikeList"), listId: z.int() }),
] as const;
export type SocialHappening = z.infer<(typeof socialHappenings)[number]>;

export function performSocial(world: World, one: SocialHappening): unknown {
  const when = { at: one.at };
  switch (one.do) {
    case "follow":
    case "unfollow":
    case "approveFollower":
    case "denyFollower":
    case "befriend":
    case "block":
    case "unblock":
    case "hideAuthor":
    case "unhideAuthor":
      return world[one.do](one.username, one.other, when);
    case "setProfile":
      return world.setProfile(one.username, one.profile, when);
    case "comment":
      return world.comment(one.username, one.item, one.text, { ...when, spoiler: one.spoiler });
    case "commentList":
      return world.comment(one.username, { type: "list", trakt: one.listId }, one.text, {
        ...when,
        spoiler: one.spoiler,
      });
    case "reply":
      return world.reply(one.username, one.comment, one.text, { ...when, spoiler: one.spoiler });
    case "likeComment":
    case "unlikeComment":
      return world[one.do](one.username, one.comment, when);
    case "react":
    case "unreact":
      return world[one.do](one.username, one.comment, one.reaction, when);
    case "editComment":
      return world.editComment(one.comment, one.text, { ...when, spoiler: one.spoiler });
    case "removeComment":
      return world.removeComment(one.comment, when);
    case "updateList":
      return world.updateList(one.username, one.listId, one.facts, when);
    case "shareList":
    case "unshareList":
      return world[one.do](one.username, one.listId, one.other, when);
    case "removeList":
      return world.removeList(one.username, one.listId, when);
    case "addNote": {
      const { text: notes, privacy, spoiler } = one;
      const key = keyOf(one.item);
      return world.addNote(one.username, key, one.item.type, { notes, privacy, spoiler }, when);
    }
    case "removeNote":
      return world.removeNote(one.username, one.noteId, when);
    case "saveFilter":
      return world.saveFilter(one.username, { section: one.section, name: one.name, url: one.url }, when);
    case "removeFilter":
      return world.removeFilter(one.username, one.filterId, when);
    case "likeList":
    case "unlikeList":
      return world[one.do](one.username, one.listId, when);
    default:
      return unreachable(one);
  }
}
