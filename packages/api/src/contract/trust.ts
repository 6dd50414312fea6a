import { Undo, UndoScope } from "@showrunner/core/deeds.ts";
import { ApprovalState } from "@showrunner/services/approvals/approval-state.ts";
import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { listOf } from "./page.ts";

const Line = z.object({
  rule: z.string(),
  runIds: z.array(z.string()),
  at: z.string(),
  did: z.string(),
  why: z.string().nullable(),
});

export const previewUndo = defineEndpoint({
  id: "undo.preview",
  audit: null,
  method: "post",
  path: "/accounts/:account/undo/preview",
  summary: "What would be taken back of a run, a day or a rule, what not, and why; changes nothing.",
  access: "read",
  body: UndoScope,
  reply: z.object({
    scope: UndoScope,
    takesBack: z.array(Line),
    leaves: z.array(Line),
    told: z
      .string()
      .nullable()
      .describe("What cannot be taken back whatever is done: what people and servers were told."),
  }),
});

const UndoShape = Undo.pick({ id: true, scope: true, askedAt: true, state: true });

export const undo = defineEndpoint({
  id: "undo.start",
  audit: "took back what rules did",
  method: "post",
  path: "/accounts/:account/undo",
  summary: "Takes back what rules did in a run, on a day, or by a rule; what is taken back is not done again.",
  status: 202,
  body: UndoScope,
  reply: UndoShape,
});

export const undos = defineEndpoint({
  id: "undo.list",
  method: "get",
  path: "/accounts/:account/undo",
  summary: "What was taken back, and what is being.",
  reply: listOf(UndoShape),
});

export const disableAndRevert = defineEndpoint({
  id: "rules.revert",
  audit: "switched a rule off and took back what it did",
  method: "post",
  path: "/accounts/:account/rules/:rule/revert",
  summary: "Switches a rule off and takes back what it did.",
  status: 202,
  reply: UndoShape,
});

const Approval = z.object({
  id: z.string(),
  runId: z.string(),
  rule: z.object({ id: z.string(), name: z.string() }),
  about: z.string(),
  actions: z.number(),
  askedAt: z.string(),
  expiresAt: z.string(),
  state: ApprovalState,
  decidedAt: z.string().nullable(),
});

export const approvals = defineEndpoint({
  id: "approvals.list",
  method: "get",
  path: "/accounts/:account/approvals",
  summary: "What waits for a yes, because it is more than a rule may do by itself.",
  query: z.strictObject({
    all: z.stringbool().default(false).describe("Also what was answered, or ran out."),
  }),
  reply: listOf(Approval),
});

export const decide = defineEndpoint({
  id: "approvals.decide",
  audit: "answered what waited for a yes",
  method: "post",
  path: "/accounts/:account/approvals/:approval",
  summary: "Says yes or no to what waits; after a yes it is done once.",
  body: z.strictObject({ answer: z.enum(["yes", "no"]) }),
  reply: Approval,
});

const Settings = z.record(z.string(), z.unknown());

export const settings = defineEndpoint({
  id: "settings.get",
  method: "get",
  path: "/accounts/:account/settings",
  summary: "The person's zone, quiet hours, digests and throttles.",
  reply: Settings,
});

export const saveSettings = defineEndpoint({
  id: "settings.save",
  audit: "changed the settings",
  method: "put",
  path: "/accounts/:account/settings",
  summary: "Replaces the settings; what is left out is as it is by default.",
  replaces: true,
  body: Settings,
  reply: Settings,
});

const Hook = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  signed: z.boolean(),
  enabled: z.boolean(),
  createdAt: z.string(),
});
const HookWithSecrets = Hook.extend({ path: z.string(), signingSecret: z.string().nullable() });

export const hooks = defineEndpoint({
  id: "hooks.list",
  method: "get",
  path: "/accounts/:account/hooks",
  summary: "Addresses that media servers and others call, without their secrets.",
  reply: listOf(Hook),
});

export const addHook = defineEndpoint({
  id: "hooks.add",
  audit: "made an address to call",
  method: "post",
  path: "/accounts/:account/hooks",
  summary: "Makes an address to call; it is shown this once.",
  status: 201,
  showsSecret: true,
  body: z.strictObject({
    name: z.string().trim().min(1).max(120),
    kind: z.enum(["generic", "plex", "jellyfin", "emby", "tautulli"]).default("generic"),
    signed: z.boolean().default(false),
  }),
  reply: HookWithSecrets,
});

export const rotateHook = defineEndpoint({
  id: "hooks.rotate",
  audit: "gave an address another secret",
  method: "post",
  path: "/accounts/:account/hooks/:hook/rotate",
  summary: "Gives an address another secret; the old one opens nothing any more.",
  showsSecret: true,
  reply: HookWithSecrets,
});

export const setHookEnabled = defineEndpoint({
  id: "hooks.set_enabled",
  audit: "switched an address on or off",
  method: "patch",
  path: "/accounts/:account/hooks/:hook",
  summary: "Switches an address on or off.",
  body: z.strictObject({ enabled: z.boolean() }),
  reply: Hook,
});

export const removeHook = defineEndpoint({
  id: "hooks.remove",
  audit: "removed an address",
  method: "delete",
  path: "/accounts/:account/hooks/:hook",
  summary: "Removes an address.",
  reply: Hook,
});
