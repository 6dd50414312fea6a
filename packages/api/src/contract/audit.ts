import { AuditEntry } from "@showrunner/services/accounts/audit.ts";
import { defineEndpoint } from "./endpoint.ts";
import { pageOf, Paged } from "./page.ts";

export const list = defineEndpoint({
  id: "audit.list",
  method: "get",
  path: "/accounts/:account/audit",
  summary:
    "What was done in the account and by whom, the newest first: sign-ins, keys, channels, rules, what was taken back.",
  description: "It is kept for 180 days, and holds no secret.",
  query: Paged,
  reply: pageOf(AuditEntry),
});
