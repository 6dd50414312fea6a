import { SessionWay } from "@showrunner/services/accounts/session-way.ts";
import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { listOf } from "./page.ts";

const Person = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string().nullable(),
  timezone: z.string(),
});

const SessionShape = z.object({
  person: Person.nullable().describe("Who is signed in in this browser."),
  isOperator: z.boolean().describe("Whether they run the place."),
  mode: z.enum(["sandbox", "trakt"]),
  ways: z.array(SessionWay).describe("How to sign in here."),
  registration: z.enum(["open", "invite", "allow-list"]).describe("Who may connect an account that is new here."),
  live: z.enum(["sse", "poll"]).describe("How a page learns of what is new."),
  version: z.string(),
  clock: z
    .object({ now: z.string(), speed: z.number() })
    .describe("The time as this place has it, and how many times as fast as life it runs: the demo hurries."),
  demoPeople: z
    .array(z.object({ username: z.string(), name: z.string().nullable() }))
    .optional()
    .describe("In the demo: whom one may sign in as."),
});

export const get = defineEndpoint({
  id: "session.get",
  method: "get",
  path: "/session",
  summary: "Who is signed in in this browser, and how to sign in here.",
  access: "open",
  reply: SessionShape,
});

export const end = defineEndpoint({
  id: "session.end",
  audit: "signed out",
  method: "delete",
  path: "/session",
  summary: "Signs this browser out.",
  access: "open",
  reply: z.object({ ended: z.boolean() }),
});

export const demo = defineEndpoint({
  id: "session.demo",
  audit: null,
  method: "post",
  path: "/session/demo",
  summary: "In the demo: signs this browser in as one of its people.",
  access: "open",
  body: z.strictObject({ person: z.string().min(1).max(255).describe("The user name.") }),
  reply: SessionShape,
});

export const beginDevice = defineEndpoint({
  id: "session.device",
  audit: null,
  method: "post",
  path: "/session/device",
  summary: "Begins a sign-in by a code that the person types in at Trakt; it belongs to the browser that began it.",
  access: "open",
  status: 201,
  body: z.strictObject({ invite: z.string().min(1).max(200).optional().describe("An invitation, for who is new.") }),
  reply: z.object({
    id: z.string().describe("To ask with whether it was typed in."),
    userCode: z.string(),
    url: z.string().describe("Where it is typed in."),
    expiresInSeconds: z.number(),
    askAgainAfterMs: z.number(),
  }),
});

export const lookAtDevice = defineEndpoint({
  id: "session.device_state",
  method: "get",
  path: "/session/device/:id",
  summary: "Whether the code was typed in by now; once it was, this browser is signed in.",
  access: "open",
  reply: z.object({
    state: z.enum(["pending", "connected"]),
    askAgainAfterMs: z.number().nullable(),
  }),
});

const Listed = z.object({
  id: z.string(),
  label: z.string().describe("The browser."),
  way: SessionWay,
  createdAt: z.string(),
  lastSeenAt: z.string().describe("To the hour."),
  expiresAt: z.string(),
  isThis: z.boolean().describe("Whether it is the one that asks."),
});

export const list = defineEndpoint({
  id: "sessions.list",
  method: "get",
  path: "/accounts/:account/sessions",
  summary: "Where the person is signed in.",
  reply: listOf(Listed),
});

export const endOne = defineEndpoint({
  id: "sessions.end",
  audit: "signed a browser out",
  method: "delete",
  path: "/accounts/:account/sessions/:session",
  summary: "Signs one browser out.",
  reply: z.object({ ended: z.literal(true) }),
});

export const endAll = defineEndpoint({
  id: "sessions.end_all",
  audit: "signed out everywhere",
  method: "delete",
  path: "/accounts/:account/sessions",
  summary: "Signs out everywhere, here as well.",
  reply: z.object({ ended: z.number() }),
});
