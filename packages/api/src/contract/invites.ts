import { NewInvite } from "@showrunner/services/accounts/invites.ts";
import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { listOf } from "./page.ts";

const InviteShape = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
});

export const list = defineEndpoint({
  id: "invites.list",
  method: "get",
  path: "/invites",
  summary: "The invitations that may still be used, without what they are shown by.",
  access: "operator",
  reply: listOf(InviteShape),
});

export const add = defineEndpoint({
  id: "invites.add",
  audit: "invited somebody",
  limit: "invite",
  method: "post",
  path: "/invites",
  summary: "Invites one person who is new here; the link's secret is shown this once.",
  description: "It lets one account be connected, once.",
  access: "operator",
  status: 201,
  showsSecret: true,
  body: NewInvite,
  reply: InviteShape.extend({
    token: z.string(),
    path: z.string().describe("Under this place's own address, where a browser opens it."),
  }),
});

export const remove = defineEndpoint({
  id: "invites.remove",
  audit: "took an invitation back",
  method: "delete",
  path: "/invites/:invite",
  summary: "Takes an invitation back.",
  access: "operator",
  reply: InviteShape,
});
