import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { listOf, pageOf, Paged } from "./page.ts";
import { ChannelShape, DeliveryShape } from "./shapes.ts";

export const list = defineEndpoint({
  id: "channels.list",
  method: "get",
  path: "/accounts/:account/channels",
  summary: "Where the person can be told, and how each channel is.",
  query: Paged,
  reply: pageOf(
    ChannelShape.extend({
      health: z.object({
        state: z
          .enum(["works", "new", "failing", "off"])
          .describe("`new` has not taken its ping yet; nothing is sent to what is `off`."),
        since: z.string().nullable(),
        reason: z.string().nullable(),
      }),
    }),
  ),
});

export const add = defineEndpoint({
  id: "channels.add",
  audit: "added a channel",
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
  audit: "removed a channel",
  method: "delete",
  path: "/accounts/:account/channels/:channel",
  summary: "Removes a channel.",
  reply: ChannelShape,
});

export const test = defineEndpoint({
  id: "channels.test",
  audit: null,
  limit: "test",
  method: "post",
  path: "/accounts/:account/channels/:channel/test",
  summary: "Sends one test message, now.",
  reply: z.object({ detail: z.string() }),
});

export const enable = defineEndpoint({
  id: "channels.enable",
  audit: "switched a channel on again",
  method: "post",
  path: "/accounts/:account/channels/:channel/enable",
  summary: "Sends to a channel again that was switched off.",
  description:
    "With `recover`, whatever failed for good since it began to fail is sent again, under the ids that it had.",
  body: z.strictObject({ recover: z.boolean().default(false) }),
  reply: ChannelShape.extend({ recovered: z.number() }),
});

export const rotate = defineEndpoint({
  id: "channels.rotate",
  audit: "made a channel's secret anew",
  method: "post",
  path: "/accounts/:account/channels/:channel/rotate",
  summary: "Makes a new signing secret; the former one signs beside it for a day.",
  showsSecret: true,
  reply: ChannelShape.extend({
    made: z.record(z.string(), z.string()).describe("The new secrets."),
    formerUntil: z.string(),
  }),
});

export const deliveries = defineEndpoint({
  id: "deliveries.list",
  method: "get",
  path: "/accounts/:account/channels/:channel/deliveries",
  summary: "What rules sent to a channel, the newest first, each with its tries.",
  description: "A page may have fewer than `limit`, even none, and still a `next`.",
  query: Paged,
  reply: pageOf(DeliveryShape),
});

export const delivery = defineEndpoint({
  id: "deliveries.get",
  method: "get",
  path: "/accounts/:account/deliveries/:delivery",
  summary: "A delivery with its tries.",
  reply: DeliveryShape,
});

export const replay = defineEndpoint({
  id: "deliveries.replay",
  audit: "had a delivery sent again",
  limit: "replay",
  method: "post",
  path: "/accounts/:account/deliveries/:delivery/replay",
  summary: "Sends what was sent, or what failed for good, once more, under the id that it had.",
  status: 202,
  reply: DeliveryShape,
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
