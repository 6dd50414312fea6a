import { Problem } from "@showrunner/core/errors.ts";
import type { Services } from "@showrunner/services/context.ts";
import { Hono } from "hono";
import type { ApiOptions } from "./api-options.ts";
import { apiRoutes } from "./api-routes.ts";
import { approvalRoutes } from "./approval-routes.ts";
import { enterRoutes } from "./enter-routes.ts";
import { feedRoutes } from "./feed-routes.ts";
import { headers, notKept, onlyOwnHosts, onlyOwnPages, onlyReads } from "./guard.ts";
import { problemPage } from "./page/problem.ts";
import { hookRoutes } from "./hook-routes.ts";
import { detailsOf, logDefect, logRefusal, problemAnswer } from "./problem-details.ts";
import { signInRoutes } from "./sign-in-routes.ts";
import { webRoutes } from "./web-routes.ts";

/**
 * The HTTP side: a JSON API under `/api/v1`, and the dashboard where its files are given. It answers nobody who calls it by a foreign name. Whoever
 * has neither a session nor a key nor the operator's password learns what is open to anybody: how to sign in, what rules
 * can be made of.
 */
export function createApi(ctx: Services, options: ApiOptions): Hono {
  const app = new Hono();
  app.route("/connect", signInRoutes(ctx, options));
  // Asked for from other machines, by whatever name they know this one: the address itself is the secret.
  app.route("/hooks", hookRoutes(ctx));
  app.use("/feeds/*", headers, notKept);
  app.route("/feeds", feedRoutes(ctx));
  app.use("/enter/*", notKept, onlyOwnHosts(options.allowedHosts ?? []));
  app.route("/enter", enterRoutes(ctx, options));
  app.use("/approvals/*", notKept);
  app.route("/approvals", approvalRoutes(ctx));
  app.use(headers, notKept, onlyOwnHosts(options.allowedHosts ?? []));
  app.use("/api/*", onlyOwnPages);

  app.route("/api/v1", apiRoutes(ctx, options));
  app.get("/api/openapi.json", async (c) => {
    const { openApi } = await import("./open-api.ts");
    return c.json(openApi(options.version));
  });
  let docs: Promise<string> | undefined;
  app.get("/api/docs", async (c) => {
    const { docsPage } = await import("./docs-page.ts");
    return c.html(await (docs ??= Promise.resolve(docsPage(options.version)).then(String)));
  });
  app.get("/api/docs.css", async (c) => {
    const { docsStyle } = await import("./docs-style.ts");
    return c.body(docsStyle, 200, { "content-type": "text/css; charset=utf-8" });
  });
  app.all("/api/*", (c) => {
    throw unknownRoute(c.req.path);
  });

  app.use(onlyReads);
  app.get("/healthz", (c) => c.json({ status: "ok", version: options.version }));
  if (options.webFiles !== undefined) app.route("/", webRoutes(options.webFiles));

  app.notFound((c) => {
    throw unknownRoute(c.req.path);
  });
  app.onError((error, c) => {
    const details = detailsOf(error, options.tellsDefects);
    if (details.status === 500) logDefect(ctx, c, error);
    if ([401, 403, 421, 429].includes(details.status)) logRefusal(ctx, c, details);
    if ((details.status === 503 || details.status === 429) && error instanceof Problem && error.retry.kind === "after")
      c.header("retry-after", String(Math.ceil(error.retry.afterMs / 1000)));
    const isForPeople = !c.req.path.startsWith("/api/") && (c.req.header("accept") ?? "").includes("text/html");
    return isForPeople ? c.html(problemPage(details), details.status) : problemAnswer(c, details);
  });
  return app;
}

function unknownRoute(path: string): Problem {
  return new Problem({
    code: "route.unknown",
    message: `there is nothing at ${path}`,
    hint: "The dashboard is at /, what the API can be asked at /api/docs.",
  });
}
