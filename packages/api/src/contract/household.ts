import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { listOf } from "./page.ts";

const Member = z.object({
  username: z.string(),
  state: z.enum(["offered", "asked", "agreed"]).describe("`asked`: they offered it, and wait for an answer."),
  since: z.string(),
});

const Who = z.strictObject({ username: z.string().min(1).max(200) });

export const list = defineEndpoint({
  id: "household.list",
  method: "get",
  path: "/accounts/:account/household",
  summary: "With whom the person is one household, or may become one.",
  reply: listOf(Member),
});

export const offer = defineEndpoint({
  id: "household.offer",
  audit: "offered a household",
  method: "post",
  path: "/accounts/:account/household/offer",
  summary: "Offers somebody here to be one household. Whether there is such a person is not told.",
  status: 202,
  body: Who,
  reply: z.object({ asked: z.literal(true) }),
});

export const agree = defineEndpoint({
  id: "household.agree",
  audit: "agreed to a household",
  method: "post",
  path: "/accounts/:account/household/agree",
  summary: "Agrees to an offer.",
  body: Who,
  reply: Member,
});

export const end = defineEndpoint({
  id: "household.end",
  audit: "ended a household",
  method: "post",
  path: "/accounts/:account/household/end",
  summary: "Ends a household, or turns an offer down.",
  body: Who,
  reply: z.object({ ended: z.literal(true) }),
});
