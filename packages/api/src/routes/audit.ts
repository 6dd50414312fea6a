import { auditPage } from "@showrunner/services/accounts/audit.ts";
import * as Audit from "../contract/audit.ts";
import { type Implemented, implementFor } from "./implement.ts";

export const auditRoutes: readonly Implemented[] = [
  implementFor(Audit.list, async ({ ctx, account, query }) => await auditPage(ctx, account.id, query)),
];
