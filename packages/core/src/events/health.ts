import * as z from "zod";
import { defineEvent } from "./define.ts";

export const connectionNeedsReconnect = defineEvent({
  type: "connection.needs_reconnect",
  family: "health",
  title: "Trakt must be connected again",
  description:
    "Trakt no longer accepts this account's tokens: nothing is polled until the person connects again. Told once for each connection.",
  about: "account",
  data: z.object({ reason: z.string(), since: z.string() }),
  example: { reason: "Trakt refused the refresh token", since: "2026-11-20T18:00:00.000Z" },
});

export const ruleFailing = defineEvent({
  type: "rule.failing",
  family: "health",
  title: "Rule failing",
  description:
    "Runs of a rule could not be evaluated several times in a row, so that it does nothing. Told once until it works again.",
  about: "account",
  data: z.object({
    rule_id: z.string(),
    rule_name: z.string(),
    failures: z.int(),
    reason: z.string(),
    since: z.string(),
  }),
  example: {
    rule_id: "rul_example",
    rule_name: "Tell me when it airs",
    failures: 5,
    reason: "show.rating >= 7.5 could not be evaluated: it is not known",
    since: "2026-11-20T18:00:00.000Z",
  },
});

export const channelDisabled = defineEvent({
  type: "channel.disabled",
  family: "health",
  title: "Channel disabled",
  description:
    "A channel failed for so long, or refused so clearly, that nothing is sent to it until it is switched on again.",
  about: "account",
  data: z.object({
    channel_id: z.string(),
    channel_name: z.string(),
    channel_kind: z.string(),
    reason: z.string(),
    since: z.string(),
  }),
  example: {
    channel_id: "chn_example",
    channel_name: "home",
    channel_kind: "webhook",
    reason: "the receiver answered 410 Gone",
    since: "2026-11-15T18:00:00.000Z",
  },
});

export const limitReached = defineEvent({
  type: "limit.reached",
  family: "health",
  title: "Limit reached",
  description:
    "One of Trakt's limits for the account, or a budget of one's own, keeps rules from doing more. Once a day for each limit.",
  about: "account",
  data: z.object({
    limit: z.string(),
    reason: z.string(),
    allowed: z.int().optional(),
    rule_id: z.string().optional(),
    rule_name: z.string().optional(),
  }),
  example: { limit: "watchlist", reason: "Trakt takes no more on the watchlist", allowed: 100 },
});
