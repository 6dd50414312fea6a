import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { Hono } from "hono";
import { controlRoutes } from "../control/routes.ts";
import { activateRoutes } from "../routes/activate.ts";
import { routes } from "../routes/all.ts";
import { authorizeRoutes } from "../routes/authorize.ts";
import { oauthRoutes } from "../routes/oauth.ts";
import { html, notFoundPage } from "./answer.ts";
import { edge } from "./edge.ts";
import { serveRoute } from "./serve-route.ts";
import type { SandboxApp, Service } from "./service.ts";
import { LostConnection, respond, type SocketEnv } from "./wire.ts";

/** Trakt's API, its OAuth, the activation page and the sandbox's own control, as one app. */
export function createApp(service: Service): SandboxApp {
  // Trakt takes paths with a slash at their end, too: its own contract has some.
  const app: SandboxApp = new Hono<{ Bindings: SocketEnv }>({ strict: false });
  controlRoutes(app, service);
  for (const page of ["/activate/:code?", "/oauth/authorize"]) {
    app.use(page, (c, next) => {
      const serve = async (): Promise<Response> => {
        await next();
        return c.res;
      };
      return edge(service, c, page, serve, "browsers");
    });
  }
  activateRoutes(app, service);
  authorizeRoutes(app, service);
  oauthRoutes(app, service);
  for (const route of routes) {
    app.on(route.method, route.path, (c) => edge(service, c, route.path, () => serveRoute(service, route, c)));
  }
  // Whatever else is tried on a path that there is.
  for (const path of new Set(routes.map((route) => route.path))) {
    app.all(path, (c) => edge(service, c, path, () => respond(html(405, ""))));
  }
  app.notFound((c) => edge(service, c, "*", () => respond(notFoundPage())));
  app.onError((error, c) => {
    if (error instanceof LostConnection) throw error;
    if (!(error instanceof Problem)) return c.json({ error: "sandbox.defect", message: messageOf(error) }, 500);
    const { code, message, hint } = error;
    return c.json({ error: code, message, ...(hint === undefined ? {} : { hint }) }, conflicts.has(code) ? 409 : 400);
  });
  return app;
}

/** What is asked rightly, but of a sandbox that is not so. */
const conflicts = new Set(["sandbox.clock_fixed", "sandbox.in_use", "sandbox.not_kept", "sandbox.person_exists"]);
