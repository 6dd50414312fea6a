import * as z from "zod";
import type { World } from "../world.ts";
import { PlayAction } from "../world/ops.ts";
import { Standing } from "../world/sign-in-ops.ts";
import { latestMs } from "./duration.ts";
import { NamedItem } from "./named-item.ts";
import { performSocial, socialHappenings } from "./social-happenings.ts";

/** Epoch ms of a time that can be written down. */
const epochMs = z.number().min(0).max(latestMs);
const at = epochMs.optional();
const username = z.string();
const instant = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), "it is no time; one is 2026-01-05T20:00:00Z");
const time = z.union([instant, epochMs]);
/** As Trakt takes them: when it came out, and nobody knows when. */
const watchedAt = z.union([z.literal(["released", "unknown"]), instant, epochMs]);
const act = <K extends string>(name: K) => ({ do: z.literal(name), at });
const on = <K extends string>(name: K) => ({ ...act(name), username, item: NamedItem });

const NewEpisode = z.object({
  season: z.int(),
  number: z.int(),
  title: z.string().optional(),
  first_aired: time.nullable(),
  runtime: z.number().optional(),
});

const MadeUp = {
  title: z.string(),
  year: z.int().nullable().optional(),
  status: z.string().optional(),
  genres: z.array(z.string()).optional(),
  rating: z.number().optional(),
  votes: z.int().optional(),
  network: z.string().optional(),
};

/** Something to make happen in the world, as JSON: `{"do": "watch", "username": "…", "item": "movie:7"}`. */
export const Happening = z.discriminatedUnion("do", [
  z.object({ ...on("watch"), watched_at: watchedAt.optional(), action: PlayAction.optional() }),
  z.object({ ...act("removePlay"), username, playId: z.int() }),
  z.object({ ...on("rate"), rating: z.int().min(1).max(10) }),
  z.object(on("unrate")),
  z.object(on("collect")),
  z.object(on("uncollect")),
  z.object(on("watchlistAdd")),
  z.object(on("watchlistRemove")),
  z.object(on("favorite")),
  z.object(on("unfavorite")),
  z.object({ ...on("hide"), section: z.string() }),
  z.object({ ...on("unhide"), section: z.string() }),
  z.object(on("drop")),
  z.object(on("undrop")),
  z.object({ ...on("startWatching"), minutes: z.number() }),
  z.object({ ...act("stopWatching"), username }),
  z.object({ ...on("pause"), progress: z.number() }),
  z.object({ ...act("createList"), username, name: z.string(), privacy: z.string().optional() }),
  z.object({ ...on("listAdd"), listId: z.int() }),
  z.object({ ...on("listRemove"), listId: z.int() }),
  z.object({ ...act("resetProgress"), username, show: z.int() }),
  z.object({ ...act("setTimezone"), username, timezone: z.string() }),
  z.object({ ...act("reschedule"), episode: z.int(), first_aired: time.nullable() }),
  z.object({ ...act("setStatus"), show: z.int(), status: z.string() }),
  z.object({ ...act("addEpisode"), show: z.int(), episode: NewEpisode }),
  z.object({ ...act("addShow"), show: z.object({ ...MadeUp, episodes: z.array(NewEpisode).optional() }) }),
  z.object({ ...act("addMovie"), movie: z.object({ ...MadeUp, released: z.string().nullable().optional() }) }),
  z.object({ ...act("approveDevice"), userCode: z.string(), username }),
  z.object({ ...act("denyDevice"), userCode: z.string() }),
  z.object({ ...act("issueTokens"), username, client: z.string().optional() }),
  z.object({ ...act("disconnectApp"), username }),
  z.object(act("revokeAllRefreshTokens")),
  z.object(on("checkIn")),
  z.object(on("forgetPlayback")),
  z.object({ ...act("setAccount"), username, standing: Standing }),
  z.object({ ...act("setVip"), username, vip: z.boolean() }),
  z.object({ ...act("redateMovie"), movie: z.int(), released: z.iso.date() }),
  ...socialHappenings,
]);
export type Happening = z.infer<typeof Happening>;

/** Makes it happen; returns what the world's method of that name returns. Throws its Problems. */
export function perform(world: World, one: Happening): unknown {
  const when = { at: one.at };
  switch (one.do) {
    case "watch":
      return world.watch(one.username, one.item, { ...when, watched_at: one.watched_at, action: one.action });
    case "removePlay":
      return world.removePlay(one.username, one.playId, when);
    case "rate":
      return world.rate(one.username, one.item, one.rating, when);
    case "hide":
    case "unhide":
      return world[one.do](one.username, one.item, one.section, when);
    case "unrate":
    case "collect":
    case "uncollect":
    case "watchlistAdd":
    case "watchlistRemove":
    case "favorite":
    case "unfavorite":
    case "drop":
    case "undrop":
      return world[one.do](one.username, one.item, when);
    case "startWatching":
      return world.startWatching(one.username, one.item, one.minutes, when);
    case "stopWatching":
      return world.stopWatching(one.username, when);
    case "pause":
      return world.pause(one.username, one.item, one.progress, when);
    case "createList":
      return world.createList(one.username, { name: one.name, privacy: one.privacy }, when);
    case "listAdd":
    case "listRemove":
      return world[one.do](one.username, one.listId, one.item, when);
    case "resetProgress":
      return world.resetProgress(one.username, one.show, when);
    case "setTimezone":
      return world.setTimezone(one.username, one.timezone, when);
    case "reschedule":
      return world.reschedule(one.episode, one.first_aired, when);
    case "setStatus":
      return world.setStatus(one.show, one.status, when);
    case "addEpisode":
      return world.addEpisode(one.show, one.episode, when);
    case "addShow":
      return world.addShow(one.show, when);
    case "addMovie":
      return world.addMovie(one.movie, when);
    case "approveDevice":
      return world.approveDevice(one.userCode, one.username);
    case "denyDevice":
      return world.denyDevice(one.userCode);
    case "issueTokens":
      return world.issueTokens(one.username, one.client === undefined ? {} : { client: one.client });
    case "disconnectApp":
      return world.disconnectApp(one.username, when);
    case "revokeAllRefreshTokens":
      return world.revokeAllRefreshTokens(when);
    case "forgetPlayback":
      return world.forgetPlayback(one.username, one.item, when);
    case "checkIn":
      return world.checkIn(one.username, one.item, when);
    case "setAccount":
      return world.setAccount(one.username, one.standing, when);
    case "setVip":
      return world.setVip(one.username, one.vip, when);
    case "redateMovie":
      return world.redateMovie(one.movie, one.released, when);
    default:
      return performSocial(world, one);
  }
}
