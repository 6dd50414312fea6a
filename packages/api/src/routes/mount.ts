import { Problem } from "@showrunner/core/errors.ts";
import type { Services } from "@showrunner/services/context.ts";
import { Hono } from "hono";
import { type Door, whoAsks } from "../who-asks.ts";
import type { Implemented } from "./implement.ts";

/** Every endpoint on its path, and on each path a word on what else it might be asked. */
export function mount(ctx: Services, door: Door, implemented: readonly Implemented[]): Hono {
  const app = new Hono();
  const methods = new Map<string, string[]>();
  for (const { endpoint, answer } of implemented) {
    const method = endpoint.method.toUpperCase();
    methods.set(endpoint.path, [
      ...(methods.get(endpoint.path) ?? []),
      ...(method === "GET" ? ["GET", "HEAD"] : [method]),
    ]);
    app.on(method, endpoint.path, async (c) => answer(ctx, c, await whoAsks(ctx, c, door)));
  }
  for (const [path, allowed] of methods)
    app.all(path, (c) => {
      c.header("allow", allowed.join(", "));
      throw new Problem({
        code: "request.method",
        message: `${c.req.method} is not possible at ${c.req.path}`,
        hint: `Possible: ${allowed.join(", ")}.`,
      });
    });
  return app;
}
