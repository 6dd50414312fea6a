import { Problem } from "@showrunner/core/errors.ts";
import type { QueueDepth, QueueName } from "@showrunner/core/ports/queue.ts";
import type { Services } from "@showrunner/services/context.ts";
import { Hono } from "hono";
import { apiRoutes } from "./api-routes.ts";
import { approvalRoutes } from "./approval-routes.ts";
import { feedRoutes } from "./feed-routes.ts";
import { headers, notKept, onlyOwnHosts, onlyOwnPages, onlyReads } from "./guard.ts";
import { problemPage } from "./page/problem.ts";
import { hookRoutes } from "./hook-routes.ts";
import { pageRoutes } from "./page/routes.ts";
import { detailsOf, logDefect, problemAnswer } from "./problem-details.ts";
import { type Door, onlyOperators } from "./who-asks.ts";
import { signInRoutes } from "./sign-in-routes.ts";

export interface ApiOptions extends Door {
  /** Whether the people and their changes are the demo's or real. */
  mode: "sandbox" | "trakt";
  /** Where the sandbox's Trakt can be visited. */
  sandboxUrl?: string;
  version: string;
  /** Whether the API itself may send to people's channels; true unless said otherwise. */
  deliversItself?: boolean;
  queues(): Promise<Record<QueueName, QueueDepth>>;
  /** Epoch ms of the services' clock. */
  startedAt: number;
  /** Host names, besides this machine's own, under which it may be asked: those of a proxy before it. */
  allowedHosts?: string[];
  /** Where Trakt sends browsers back to that sign in, once that is known; without it only device codes connect people. */
  redirectUri?(): string | undefined;
  /** How many times as fast as real time the services' clock runs: people take real time to sign in. */
  speed?: number;
  /** In which the page shows times, an IANA name; the machine's own unless said otherwise. */
  timeZone?: string;
}

/**
 * The HTTP side: a status page at `/` and a JSON API under `/api/v1`. It answers nobody who calls it by a foreign name. On
 * the loopback, without an operator's password, everybody on the machine may look, and only who has an API key may change
 * something; elsewhere who has neither password nor key learns nothing.
 */
export function createApi(ctx: Services, options: ApiOptions): Hono {
  const app = new Hono();
  app.route("/connect", signInRoutes(ctx, options));
  // Asked for from other machines, by whatever name they know this one: the address itself is the secret.
  app.route("/hooks", hookRoutes(ctx));
  app.use("/feeds/*", headers, notKept);
  app.route("/feeds", feedRoutes(ctx));
  app.use("/approvals/*", notKept);
  app.route("/approvals", approvalRoutes(ctx));
  app.use(headers, notKept, onlyOwnHosts(options.allowedHosts ?? []));
  app.use("/api/*", onlyOwnPages);
  app.use("/fragment", onlyOwnPages);

  app.route("/api/v1", apiRoutes(ctx, options));
  app.get("/api/openapi.json", async (c) => {
    const { openApi } = await import("./open-api.ts");
    return c.json(openApi(options.version));
  });
  app.all("/api/*", (c) => {
    throw unknownRoute(c.req.path);
  });

  app.use(onlyReads);
  app.get("/healthz", (c) => c.json({ status: "ok", version: options.version }));
  app.use(onlyOperators(options));
  app.route("/", pageRoutes(ctx, options));

  app.notFound((c) => {
    throw unknownRoute(c.req.path);
  });
  app.onError((error, c) => {
    const details = detailsOf(error);
    if (details.status === 500) logDefect(ctx, c, error);
    if (details.status === 503 && error instanceof Problem && error.retry.kind === "after")
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
    hint: "The status page is at /, the API's overview at /api/v1/status, what it can do at /api/openapi.json.",
  });
}
