import type { Services } from "@showrunner/services/context.ts";
import type { Hono } from "hono";
import type { ApiOptions } from "./api-options.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { auditRoutes } from "./routes/audit.ts";
import { archiveRoutes } from "./routes/archive.ts";
import { channelRoutes } from "./routes/channels.ts";
import { householdRoutes } from "./routes/household.ts";
import { explainRoutes } from "./routes/explain.ts";
import { historyRoutes } from "./routes/history.ts";
import { homeRoutes } from "./routes/home.ts";
import { inviteRoutes } from "./routes/invites.ts";
import type { Implemented } from "./routes/implement.ts";
import { liveRoutes } from "./routes/live.ts";
import { mount } from "./routes/mount.ts";
import { operatorRoutes } from "./routes/operator.ts";
import { ruleRoutes } from "./routes/rules.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { trustRoutes } from "./routes/trust.ts";
import { viewRoutes } from "./routes/views.ts";

/** Every endpoint of the API, with what does it. */
export function implementedEndpoints(options: ApiOptions): readonly Implemented[] {
  return [
    ...accountRoutes(options),
    ...sessionRoutes(options),
    ...auditRoutes,
    ...inviteRoutes,
    ...homeRoutes,
    ...liveRoutes(options),
    ...archiveRoutes,
    ...operatorRoutes(options),
    ...historyRoutes,
    ...explainRoutes,
    ...ruleRoutes,
    ...channelRoutes(options),
    ...trustRoutes,
    ...householdRoutes,
    ...viewRoutes,
  ];
}

/** The JSON API, to be mounted at `/api/v1`. */
export function apiRoutes(ctx: Services, options: ApiOptions): Hono {
  return mount(ctx, options, implementedEndpoints(options));
}
