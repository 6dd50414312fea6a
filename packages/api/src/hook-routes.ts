import { Problem } from "@showrunner/core/errors.ts";
import type { Services } from "@showrunner/services/context.ts";
import { Hono } from "hono";

/**
 * Where others call a person's hooks, to be mounted at `/hooks`: who knows an address's secret may send to it. Answers 202
 * once the call is kept; a call that was received before is answered the same.
 */
export function hookRoutes(ctx: Services): Hono {
  const app = new Hono();
  app.post("/:id/:secret", async (c) => {
    const { receiveHook } = await import("@showrunner/services/hooks/receive.ts");
    const { hooks } = ctx.settings;
    const body = await bounded(c.req.raw, hooks.formBytes);
    const receipt = await receiveHook(ctx, {
      hookId: c.req.param("id"),
      secret: c.req.param("secret"),
      header: (name) => c.req.header(name),
      body,
    });
    return c.json({ event_id: receipt.eventId, duplicate: receipt.duplicate }, 202);
  });
  return app;
}

/** Read no further than the limit, whatever its headers say. Throws Problem `body.too_large`. */
async function bounded(request: Request, mostBytes: number): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(parts);
    bytes += value.byteLength;
    if (bytes > mostBytes) {
      await reader.cancel();
      throw new Problem({ code: "body.too_large", message: `the body is longer than ${mostBytes} bytes` });
    }
    parts.push(value);
  }
}
