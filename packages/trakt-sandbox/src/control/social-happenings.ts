import { unreachable } from "@showrunner/core/errors.ts";
import * as z from "zod";
import type { World } from "../world.ts";
import { Profile, Reaction } from "../world/social-ops.ts";
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
      return world[one.do](one.username, one.other, when);
    case "setProfile":
      return world.setProfile(one.username, given(one.profile), when);
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
    case "likeList":
    case "unlikeList":
      return world[one.do](one.username, one.listId, when);
    default:
      return unreachable(one);
  }
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Only what was told. */
function given(profile: Extract<SocialHappening, { do: "setProfile" }>["profile"]): Given<typeof profile> {
  const { name, private: isPrivate, location, about, gender, age, avatar } = profile;
  return {
    ...(name === undefined ? {} : { name }),
    ...(isPrivate === undefined ? {} : { private: isPrivate }),
    ...(location === undefined ? {} : { location }),
    ...(about === undefined ? {} : { about }),
    ...(gender === undefined ? {} : { gender }),
    ...(age === undefined ? {} : { age }),
    ...(avatar === undefined ? {} : { avatar }),
  };
}
