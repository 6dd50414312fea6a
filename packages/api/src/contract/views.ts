import type { FriendView } from "@showrunner/services/views/friends.ts";
import type { PlayView, WatchingView } from "@showrunner/services/views/play-view.ts";
import type { ProgressView } from "@showrunner/services/views/progress-view.ts";
import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { listOf } from "./page.ts";

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
