import { hash } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import { answeredKey } from "@showrunner/core/keys.ts";
import type { Services } from "@showrunner/services/context.ts";
import { load } from "@showrunner/services/stored.ts";
import type { Context } from "hono";
import * as z from "zod";
import type { Endpoint } from "../contract/endpoint.ts";

/** For how long a request is known again by its idempotency key. */
const keptMs = 24 * 3_600_000;
/** Longer than any request takes: whoever began has died since. */
const longestWorkMs = 2 * 60_000;

const Answered = z.object({
  request: z.string(),
  startedAt: z.number(),
  state: z.enum(["begun", "done"]),
  reply: z.unknown(),
});

/**
 * Does a write once for each idempotency key: asked again with the same key, it answers what it answered. A write that
 * failed is not kept. Source: draft-ietf-httpapi-idempotency-key-header.
 *
 * Throws Problem `idempotency.reused`, `idempotency.in_progress` or `idempotency.secret`.
 */
export async function onceOnly(
  ctx: Services,
  c: Context,
  { endpoint, accountId, text }: { endpoint: Endpoint; accountId: string | null; text: string },
  work: () => Promise<unknown>,
): Promise<unknown> {
  const name = c.req.header("idempotency-key");
  if (name === undefined || endpoint.method === "get" || accountId === null) return await work();
  if (name.length === 0 || name.length > 255)
    throw new Problem({
      code: "idempotency.invalid",
      message: `the idempotency key has ${name.length} characters`,
      hint: "Send 1 to 255 characters, such as a UUID.",
    });
  const request = hash("sha256", [endpoint.id, c.req.path, c.req.url.split("?")[1] ?? "", text].join("\u0000"));
  const key = answeredKey(accountId, hash("sha256", name));
  const now = ctx.clock.now();
  const begun = {
    ...key,
    data: { request, startedAt: now, state: "begun", reply: null },
    ttl: Math.ceil((now + keptMs) / 1000),
  };
  if (!(await ctx.store.put({ ...begun, v: 1 }, { kind: "absent" }))) {
    const known = await load(ctx.store, Answered, key);
    if (known !== undefined) {
      const isOver = now - known.value.startedAt > (known.value.state === "done" ? keptMs : longestWorkMs);
      if (!isOver) return replayed(known.value, request, endpoint);
      if (!(await ctx.store.put({ ...begun, v: known.v + 1 }, { kind: "version", v: known.v }))) throw inProgress();
    }
  }
  try {
    const reply = await work();
    const kept = endpoint.showsSecret ? null : (reply ?? null);
    await ctx.store.put({ ...begun, v: 2, data: { ...begun.data, state: "done", reply: kept } });
    return reply;
  } catch (error) {
    await ctx.store.delete(key);
    throw error;
  }
}

function replayed(known: z.infer<typeof Answered>, request: string, endpoint: Endpoint): unknown {
  if (known.request !== request)
    throw new Problem({
      code: "idempotency.reused",
      message: "this idempotency key was used for another request",
      hint: "Take a new key for each request, and the same one only to repeat it.",
    });
  if (known.state === "begun") throw inProgress();
  if (!endpoint.showsSecret) return known.reply;
  throw new Problem({
    code: "idempotency.secret",
    message: "this was done already, and its secret was told then and is not kept",
    hint: "Make another, and take back the one whose secret is lost.",
  });
}

function inProgress(): Problem {
  return new Problem({
    code: "idempotency.in_progress",
    message: "the request with this idempotency key is still being worked on",
    hint: "Ask again in a moment.",
    retry: { kind: "after", afterMs: 1000 },
  });
}
