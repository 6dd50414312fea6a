import { Problem } from "@showrunner/core/errors.ts";
import type { QueueDepth, QueueName } from "@showrunner/core/ports/queue.ts";
import type { Services } from "@showrunner/services/context.ts";
import { Hono } from "hono";
import { apiRoutes } from "./api-routes.ts";
import { headers, notKept, onlyOwnHosts, onlyOwnPages, onlyReads } from "./guard.ts";
import { problemPage } from "./page/problem.ts";
import { pageRoutes } from "./page/routes.ts";
import { detailsOf, logDefect, problemAnswer } from "./problem-details.ts";
import { signInRoutes } from "./sign-in-routes.ts";

export interface ApiOptions {
  /** Whether the people and their changes are the demo's or real. */
  mode: "sandbox" | "trakt";
  /** Where the sandbox's Trakt can be visited. */
  sandboxUrl?: string;
  version: string;
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
 * The HTTP side of the one-machine runtime: a status page at `/` and a JSON API under `/api/v1`. It has no sign-in: it is
 * to be served on the loopback only, answers nobody who calls it by a foreign name, and changes nothing but that people
 * who sign in at Trakt are connected.
 */
export function createApi(ctx: Services, options: ApiOptions): Hono {
  const app = new Hono();
  app.route("/connect", signInRoutes(ctx, options));
  app.use(headers, notKept, onlyOwnHosts(options.allowedHosts ?? []), onlyReads);
  app.use("/api/*", onlyOwnPages);
  app.use("/fragment", onlyOwnPages);

  app.get("/healthz", (c) => c.json({ status: "ok", version: options.version }));
  app.route("/api/v1", apiRoutes(ctx, options));
  app.route("/", pageRoutes(ctx, options));

  app.notFound((c) => {
    throw new Problem({
      code: "route.unknown",
      message: `there is nothing at ${c.req.path}`,
      hint: "The status page is at /, the API's overview at /api/v1/status.",
    });
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
