import { NewApiKey } from "@showrunner/services/accounts/new-api-key.ts";
import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { listOf } from "./page.ts";
import { AccountShape, KeyShape } from "./shapes.ts";

const QueueDepth = z.record(z.string(), z.number());

export const status = defineEndpoint({
  id: "status",
  method: "get",
  path: "/status",
  summary: "How this place is: its accounts, its queues, and whether Trakt may be called.",
  access: "operator",
  reply: z.object({
    mode: z.enum(["sandbox", "trakt"]),
    version: z.string(),
    now: z.string(),
    uptimeSeconds: z.number(),
    pausedUntil: z.string().nullable(),
    accounts: z.array(AccountShape),
    queues: z.record(z.string(), QueueDepth),
  }),
});

export const list = defineEndpoint({
  id: "accounts.list",
  method: "get",
  path: "/accounts",
  summary: "The accounts that whoever asks may see.",
  reply: listOf(AccountShape),
});

export const get = defineEndpoint({
  id: "accounts.get",
  method: "get",
  path: "/accounts/:account",
  summary: "One account and how it fares.",
  description: "`:account` is `me`, an id, or a Trakt user name, here and everywhere below.",
  reply: AccountShape,
});

export const poll = defineEndpoint({
  id: "accounts.poll",
  audit: null,
  method: "post",
  path: "/accounts/:account/poll",
  summary: "Asks for a poll now.",
  status: 202,
  reply: z.object({ asked: z.literal(true) }),
});

export const disconnect = defineEndpoint({
  id: "accounts.disconnect",
  audit: "disconnected the account from Trakt",
  method: "post",
  path: "/accounts/:account/disconnect",
  summary: "Ends the account's link to Trakt and revokes its tokens.",
  reply: z.object({ outcome: z.string() }),
});

export const remove = defineEndpoint({
  id: "accounts.delete",
  audit: "asked for the account's deletion",
  method: "delete",
  path: "/accounts/:account",
  summary: "Deletes the account with everything that is its own, and revokes its tokens.",
  description:
    "It is asked for by this, and done within the hour; until Trakt was told, for a day at most. Nothing brings it back: export it first.",
  status: 202,
  body: z.strictObject({
    confirm: z.string().max(255).describe("The account's user name at Trakt, as a word of consent."),
  }),
  reply: z.object({ outcome: z.string() }),
});

export const listKeys = defineEndpoint({
  id: "keys.list",
  method: "get",
  path: "/accounts/:account/keys",
  summary: "The account's API keys, without the keys themselves.",
  reply: listOf(KeyShape),
});

export const addKey = defineEndpoint({
  id: "keys.add",
  audit: "made an API key",
  method: "post",
  path: "/accounts/:account/keys",
  summary: "Makes an API key, which is shown this once.",
  status: 201,
  body: NewApiKey,
  showsSecret: true,
  reply: KeyShape.extend({ token: z.string() }),
});

export const removeKey = defineEndpoint({
  id: "keys.remove",
  audit: "took an API key back",
  method: "delete",
  path: "/accounts/:account/keys/:key",
  summary: "Takes an API key back.",
  reply: KeyShape,
});
