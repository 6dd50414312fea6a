import * as z from "zod";
import { EpisodeRow, MovieRecord, SeasonRow, ShowRecord } from "../catalogue.ts";
import { checkinOps, shelfOps } from "./playing-ops.ts";
import { searchOps } from "./search-ops.ts";
import { signInOps } from "./sign-in-ops.ts";
import { commentOps, followOps, ListFacts, listOps, noteOps } from "./social-ops.ts";

export const PlayAction = z.enum(["watch", "checkin", "scrobble"]);
export type PlayAction = z.infer<typeof PlayAction>;

/** Sets of items that a person has: `watchlist`, `hidden:dropped`, `list:31` … */
export const ShelfName = z
  .string()
  .regex(/^(watchlist|favorites|collection|hidden:[a-z_]+|list:\d+)$/)
  .describe("watchlist, favorites, collection, hidden:<section> or list:<id>");

const at = z.number();
const who = z.string();
const key = z.string();

const Plain = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("world.begun"), at, seed: z.number() }),
  z.object({
    kind: z.literal("person.added"),
    at,
    username: z.string(),
    slug: z.string(),
    name: z.string().nullable(),
    uuid: z.string(),
    timezone: z.string(),
    vip: z.boolean(),
    private: z.boolean(),
  }),
  z.object({
    kind: z.literal("plays.added"),
    at,
    who,
    /** `[item's key, watched_at in epoch ms, action]` */
    plays: z.array(z.tuple([key, z.number(), PlayAction])),
  }),
  z.object({ kind: z.literal("plays.removed"), at, who, ids: z.array(z.number()) }),
  z.object({ kind: z.literal("rated"), at, who, ratings: z.array(z.tuple([key, z.int(), z.number()])) }),
  z.object({ kind: z.literal("unrated"), at, who, items: z.array(key) }),
  z.object({
    kind: z.literal("shelf.added"),
    at,
    who,
    shelf: ShelfName,
    /** `[item's key, listed_at in epoch ms, notes?]` */
    items: z.array(z.tuple([key, z.number()]).rest(z.string())),
  }),
  z.object({ kind: z.literal("shelf.removed"), at, who, shelf: ShelfName, items: z.array(key) }),
  z.object({
    kind: z.literal("list.created"),
    at,
    who,
    name: z.string(),
    description: z.string(),
    privacy: z.string(),
    /** What journals of before it was told do not have. */
    facts: ListFacts.optional(),
  }),
  ...checkinOps,
  ...shelfOps,
  ...commentOps,
  ...followOps,
  ...listOps,
  ...noteOps,
  ...searchOps,
  z.object({
    kind: z.literal("watching.started"),
    at,
    who,
    item: key,
    expiresAt: z.number(),
    action: PlayAction,
  }),
  z.object({ kind: z.literal("watching.stopped"), at, who }),
  z.object({ kind: z.literal("playback.paused"), at, who, item: key, progress: z.number() }),
  z.object({ kind: z.literal("playback.removed"), at, who, item: key }),
  z.object({ kind: z.literal("progress.reset"), at, who, show: z.int() }),
  z.object({ kind: z.literal("progress.reset_undone"), at, who, show: z.int() }),
  z.object({ kind: z.literal("settings.changed"), at, who, timezone: z.string() }),
  z.object({ kind: z.literal("show.put"), at, show: ShowRecord }),
  z.object({ kind: z.literal("season.put"), at, show: z.int(), season: SeasonRow }),
  z.object({ kind: z.literal("episode.put"), at, show: z.int(), season: z.int(), episode: EpisodeRow }),
  z.object({
    kind: z.literal("episode.rescheduled"),
    at,
    episode: z.int(),
    firstAired: z.number().nullable(),
  }),
  z.object({ kind: z.literal("show.status_set"), at, show: z.int(), status: z.string() }),
  z.object({ kind: z.literal("movie.put"), at, movie: MovieRecord }),
  z.object({
    kind: z.literal("device.asked"),
    at,
    deviceCode: z.string(),
    userCode: z.string(),
    client: z.string(),
    expiresAt: z.number(),
  }),
  z.object({ kind: z.literal("device.approved"), at, userCode: z.string(), who }),
  z.object({ kind: z.literal("device.denied"), at, userCode: z.string() }),
  z.object({ kind: z.literal("device.used"), at, deviceCode: z.string() }),
  z.object({
    kind: z.literal("tokens.issued"),
    at,
    who,
    /** The app that they are for; null: any app may use them. */
    client: z.string().nullable(),
    access: z.string(),
    refresh: z.string(),
    expiresAt: z.number(),
    /** The refresh token that was given for them, dead from now on. */
    spends: z.string().optional(),
    /** Whether the access token before them dies too. */
    endsAccess: z.boolean().optional(),
  }),
  z.object({ kind: z.literal("access.revoked"), at, access: z.string() }),
  /** Without a client, every app. */
  z.object({ kind: z.literal("app.disconnected"), at, who, client: z.string().optional() }),
  z.object({ kind: z.literal("refresh_tokens.revoked"), at }),
  ...signInOps,
  z.object({ kind: z.literal("noted"), at, name: z.string(), text: z.string() }),
  z.object({
    kind: z.literal("write.received"),
    at,
    who,
    method: z.string(),
    endpoint: z.string(),
    path: z.string(),
    status: z.int(),
    changed: z.int(),
    body: z.json(),
  }),
]);

/** One thing that happened to the world; what happened together is one line of the journal. */
export const Op = z.union([Plain, z.object({ kind: z.literal("together"), at, ops: z.array(Plain) })]);
export type Op = z.infer<typeof Op>;
export type PlainOp = z.infer<typeof Plain>;
export type OpOf<K extends PlainOp["kind"]> = Extract<PlainOp, { kind: K }>;
