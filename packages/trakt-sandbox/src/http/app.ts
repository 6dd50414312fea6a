import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { Hono } from "hono";
import { controlRoutes } from "../control/routes.ts";
import { activateRoutes } from "../routes/activate.ts";
import { routes } from "../routes/all.ts";
import { oauthRoutes } from "../routes/oauth.ts";
import { notFoundPage } from "./answer.ts";
import { edge } from "./edge.ts";
import { serveRoute } from "./serve-route.ts";
import type { SandboxApp, Service } from "./service.ts";
import { LostConnection, respond, type SocketEnv } from "./wire.ts";

/** Trakt's API, its OAuth, the activation page and the sandbox's own control, as one app. */
export function createApp(service: Service): SandboxApp {
  const app: SandboxApp = new Hono<{ Bindings: SocketEnv }>();
  controlRoutes(app, service);
  activateRoutes(app, service);
  oauthRoutes(app, service);
  for (const route of routes) {
    app.on(route.method, route.path, (c) => edge(service, c, route.path, () => serveRoute(service, route, c)));
  }
  app.notFound((c) => edge(service, c, "*", () => respond(notFoundPage())));
  app.onError((error, c) => {
    if (error instanceof LostConnection) throw error;
    const status = error instanceof Problem ? 400 : 500;
    const code = error instanceof Problem ? error.code : "sandbox.defect";
    return c.json({ error: code, message: messageOf(error) }, status);
  });
  return app;
}
