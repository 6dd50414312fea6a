import type { FriendView } from "@showrunner/services/views/friends.ts";
import type { PlayView, WatchingView } from "@showrunner/services/views/play-view.ts";
import type { ProgressView } from "@showrunner/services/views/progress-view.ts";
import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { ThingShape } from "./home-shapes.ts";
import { listOf, Paged } from "./page.ts";

/** The views check what they are asked themselves, and name each place. */
const asked = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const isThing = (value: unknown): boolean => typeof value === "object" && value !== null;

export const friends = defineEndpoint({
  id: "views.friends",
  method: "get",
  path: "/accounts/:account/views/friends",
  summary: "Friends, what they watch now and what they watched last.",
  description: "Takes `user` and `extended=true`.",
  query: asked,
  reply: listOf(z.custom<FriendView>(isThing)),
});

export const watched = defineEndpoint({
  id: "views.watched",
  method: "get",
  path: "/accounts/:account/views/watched",
  summary: "The last 100 plays, newest first.",
  description: "Takes `user`.",
  query: asked,
  reply: listOf(z.custom<PlayView>(isThing)),
});

export const watching = defineEndpoint({
  id: "views.watching",
  method: "get",
  path: "/accounts/:account/views/watching",
  summary: "What is being watched now.",
  description: "Takes `user`.",
  query: asked,
  reply: z.object({ watching: z.custom<WatchingView>(isThing).nullable() }),
});

export const progress = defineEndpoint({
  id: "views.progress",
  method: "get",
  path: "/accounts/:account/views/progress",
  summary: "How far the person is with their shows: seasons, what is left, what is next.",
  description: "Takes `user`, `title` (slugs or TVDB ids, separated by commas), `sort` and `extended`.",
  query: asked,
  reply: listOf(z.custom<ProgressView>(isThing)),
});

const Title = z.object({
  trakt: z.number(),
  slug: z.string().nullable(),
  title: z.string(),
  year: z.number().nullable(),
});

export const calendar = defineEndpoint({
  id: "views.calendar",
  method: "get",
  path: "/accounts/:account/views/calendar",
  summary: "What airs for the person, day by day of their own zone.",
  description: "Takes `from` (a day such as 2026-11-20; today when left out) and `days` (1 to 62; 7 when left out).",
  query: asked,
  reply: z.object({
    zone: z.string(),
    today: z.string(),
    days: z.array(
      z.object({
        date: z.string(),
        entries: z.array(
          z.discriminatedUnion("kind", [
            z.object({
              kind: z.literal("episode"),
              show: Title,
              trakt: z.number(),
              season: z.number(),
              number: z.number(),
              title: z.string().nullable(),
              airsAt: z.string(),
              runtimeMinutes: z.number().nullable(),
              network: z.string().nullable(),
              premiere: z.enum(["show", "season"]).nullable(),
              finale: z.enum(["half_season", "season", "show"]).nullable(),
              watched: z.boolean().nullable().describe("Null where it is not known without asking Trakt."),
            }),
            z.object({
              kind: z.literal("movie"),
              movie: Title,
              released: z.string(),
              runtimeMinutes: z.number().nullable(),
            }),
          ]),
        ),
      }),
    ),
  }),
});

export const watchlist = defineEndpoint({
  id: "views.watchlist",
  method: "get",
  path: "/accounts/:account/views/watchlist",
  summary: "The watchlist: how much room there is, what rules added, and what they took off again.",
  query: Paged,
  reply: z.object({
    limit: z.number().nullable().describe("Trakt's for this account; null where Trakt names none."),
    count: z.number(),
    byRules: z.number(),
    room: z.number().nullable(),
    rules: z
      .array(
        z.object({
          ruleId: z.string(),
          ruleName: z.string(),
          enabled: z.boolean(),
          reserve: z.number().describe("So many places it leaves free for the person."),
          evicts: z.boolean().describe("It takes off what it added first, to make room."),
          room: z.number().nullable().describe("How many more it may add."),
          own: z.number(),
        }),
      )
      .describe("Rules that keep to a budget."),
    takenOff: z
      .array(z.object({ title: z.string(), ruleName: z.string(), addedAt: z.string(), at: z.string().nullable() }))
      .describe("What those rules added and was taken off again: to make room, or because somebody took it back."),
    items: z.array(
      z.object({
        key: z.string(),
        thing: ThingShape.nullable(),
        listedAt: z.string(),
        addedBy: z.object({ ruleId: z.string(), ruleName: z.string(), at: z.string() }).nullable(),
        evictable: z.boolean(),
      }),
    ),
    next: z.string().nullable(),
  }),
});

export const search = defineEndpoint({
  id: "views.search",
  method: "get",
  path: "/accounts/:account/views/search",
  summary: "Shows and movies by title, the person's own first.",
  description: "Takes `q` (two letters at least) and `type` (`show`, `movie` or both with a comma between).",
  query: asked,
  reply: z.object({
    items: z.array(Title.extend({ kind: z.enum(["show", "movie"]), own: z.boolean() })),
    whole: z.boolean().describe("False: Trakt could not be asked just now, and only the person's own is here."),
  }),
});

export const episodes = defineEndpoint({
  id: "views.episodes",
  method: "get",
  path: "/accounts/:account/views/shows/:show/episodes",
  summary: "A show's seasons with their episodes, specials left out.",
  description: "`:show` is Trakt's id, a slug or a title.",
  reply: z.object({
    show: z.number(),
    seasons: z.array(
      z.object({
        number: z.number(),
        episodes: z.array(
          z.object({
            number: z.number(),
            title: z.string().nullable(),
            trakt: z.number(),
            firstAired: z.string().nullable(),
          }),
        ),
      }),
    ),
  }),
});
