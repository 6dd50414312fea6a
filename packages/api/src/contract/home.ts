import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { Flag, HappeningShape, OverviewShape } from "./home-shapes.ts";
import { pageOf, Paged } from "./page.ts";

export const overview = defineEndpoint({
  id: "home.overview",
  method: "get",
  path: "/accounts/:account/overview",
  summary: "How a person's Showrunner fares: health in one line, its polls, and what wants them.",
  reply: OverviewShape,
});

export const timeline = defineEndpoint({
  id: "home.timeline",
  method: "get",
  path: "/accounts/:account/timeline",
  summary: "What happened and what rules made of it, the newest first.",
  description: "A page that is filtered may have fewer than `limit`, even none, and still a `next`.",
  query: Paged.extend({
    acted: Flag.optional().describe("`true`: only where a rule asked for something."),
    rule: z.string().min(1).max(200).optional().describe("A rule's id or name: only what it made of events."),
    type: z.string().min(1).max(100).optional().describe("Only events of this type."),
  }),
  reply: pageOf(HappeningShape),
});

export const live = defineEndpoint({
  id: "home.live",
  method: "get",
  path: "/accounts/:account/live",
  summary: "Tells what changed as it happens, as server-sent events, where one machine does all the work.",
  description:
    'A message `changed` has `{"kinds": [...]}` of `events`, `runs`, `actions`, `approvals`, `rules`, `channels`, `connection`, `inbox` and `settings`; `ready` comes first. Elsewhere it answers `live.polls`: ask `…/overview` with its ETag instead.',
  replyType: "text/event-stream",
  reply: z.string(),
});
