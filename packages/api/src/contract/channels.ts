import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { Limited, listOf } from "./page.ts";
import { ChannelShape } from "./shapes.ts";

export const list = defineEndpoint({
  id: "channels.list",
  method: "get",
  path: "/accounts/:account/channels",
  summary: "Where the person can be told.",
  query: Limited,
  reply: listOf(ChannelShape),
});

export const add = defineEndpoint({
  id: "channels.add",
  method: "post",
  path: "/accounts/:account/channels",
  summary: "Adds a channel; its secrets are sealed and never shown.",
  description: "A webhook's signing secret is made, and shown this once, when none is given.",
  status: 201,
  showsSecret: true,
  body: z.strictObject({
    kind: z.string(),
    name: z.string().trim().min(1).max(120),
    config: z.record(z.string(), z.unknown()).default({}),
    secrets: z.record(z.string(), z.unknown()).default({}),
  }),
  reply: ChannelShape.extend({ made: z.record(z.string(), z.string()).describe("Secrets that were made for it.") }),
});

export const remove = defineEndpoint({
  id: "channels.remove",
  method: "delete",
  path: "/accounts/:account/channels/:channel",
  summary: "Removes a channel.",
  reply: ChannelShape,
});

export const test = defineEndpoint({
  id: "channels.test",
  method: "post",
  path: "/accounts/:account/channels/:channel/test",
  summary: "Sends one test message, now.",
  reply: z.object({ detail: z.string() }),
});

export const kinds = defineEndpoint({
  id: "channels.kinds",
  method: "get",
  path: "/channel-kinds",
  summary: "Every kind of channel, with JSON Schemas of its settings and secrets and an example.",
  access: "open",
  reply: listOf(
    z.object({
      kind: z.string(),
      label: z.string(),
      description: z.string(),
      config: z.record(z.string(), z.unknown()),
      secrets: z.record(z.string(), z.unknown()),
      example: z.object({ config: z.unknown(), secrets: z.unknown() }),
      limits: z.object({ title: z.number().optional(), body: z.number() }),
    }),
  ),
});

export const pushKey = defineEndpoint({
  id: "channels.push_key",
  method: "get",
  path: "/accounts/:account/push-key",
  summary: "What a browser subscribes with, to be told by web push.",
  access: "write",
  reply: z.object({ publicKey: z.string() }),
});
