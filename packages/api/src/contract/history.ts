import { defineEndpoint } from "./endpoint.ts";
import { pageOf, Paged } from "./page.ts";
import { ActionShape, EventShape, ExplanationShape, InboxMessageShape, RunShape } from "./shapes.ts";
import * as z from "zod";

export const events = defineEndpoint({
  id: "events.list",
  method: "get",
  path: "/accounts/:account/events",
  summary: "What changed, the newest first.",
  query: Paged,
  reply: pageOf(EventShape),
});

export const runs = defineEndpoint({
  id: "runs.list",
  method: "get",
  path: "/accounts/:account/runs",
  summary: "What rules decided, the newest first.",
  query: Paged,
  reply: pageOf(RunShape),
});

export const explainRun = defineEndpoint({
  id: "runs.explain",
  method: "get",
  path: "/accounts/:account/runs/:run",
  summary: "Why a run did or did not act, and what came of it.",
  reply: ExplanationShape,
});

export const explainRunOfAnybody = defineEndpoint({
  id: "runs.explain_any",
  method: "get",
  path: "/runs/:run",
  summary: "The same, by the run alone: one's own, and with the operator's password anybody's.",
  reply: ExplanationShape,
});

export const inbox = defineEndpoint({
  id: "inbox.list",
  method: "get",
  path: "/accounts/:account/inbox",
  summary: "What the person was told here, the newest first.",
  query: Paged,
  reply: pageOf(InboxMessageShape),
});

export const dead = defineEndpoint({
  id: "dead.list",
  method: "get",
  path: "/accounts/:account/dead",
  summary: "Actions that failed for good, the newest first.",
  query: Paged,
  reply: pageOf(ActionShape),
});

export const retryDead = defineEndpoint({
  id: "dead.retry",
  audit: "had failed actions done again",
  method: "post",
  path: "/accounts/:account/dead/retry",
  summary: "Does dead actions again, under the ids that they had.",
  status: 202,
  body: z.union([
    z.strictObject({ ids: z.array(z.string()).min(1).max(200) }),
    z.strictObject({ all: z.literal(true) }),
  ]),
  reply: z.object({ retried: z.array(z.string()) }),
});
