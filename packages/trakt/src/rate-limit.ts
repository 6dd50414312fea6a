import * as z from "zod";
import type { Bucket } from "./contract/endpoint.ts";
import { headerOf, type HttpReply } from "./reply.ts";

/** Longer than any of Trakt's periods: a nonsense value must not stop us for good. */
export const longestWaitMs = 24 * 3_600_000;

/** The X-Ratelimit header. Trakt: rate limiting guide. */
const SpentBudget = z.object({
  name: z.string(),
  remaining: z.number().optional().catch(undefined),
  until: z.string().optional().catch(undefined),
});
type SpentBudget = z.infer<typeof SpentBudget>;

/** Which budget a 429 says is spent; undefined when the answer comes from the edge, which names none. */
export function spentBudgetOf(reply: HttpReply): SpentBudget | undefined {
  const text = headerOf(reply, "x-ratelimit");
  if (text === undefined) return undefined;
  try {
    return SpentBudget.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A budget that an answer calls used up, though it was itself still served: whose calls, and how long they wait. */
export function usedUpBudgetOf(reply: HttpReply, nowMs: number): { bucket: Bucket; afterMs: number } | undefined {
  if (reply.headers["x-ratelimit"] === undefined) return undefined;
  const budget = spentBudgetOf(reply);
  if (budget?.until === undefined || budget.remaining === undefined || budget.remaining > 0) return undefined;
  const afterMs = Date.parse(budget.until) - nowMs;
  if (!(afterMs > 0)) return undefined;
  return { bucket: budget.name.includes("POST") ? "write" : "get", afterMs: Math.min(afterMs, longestWaitMs) };
}

/** How long to wait, by Retry-After (seconds or a date) or by the budget's `until`; undefined when neither tells. */
export function retryAfterOf(reply: HttpReply, nowMs: number): number | undefined {
  const retryAfter = headerOf(reply, "retry-after");
  const until = spentBudgetOf(reply)?.until;
  const waits = [
    retryAfter !== undefined && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : undefined,
    retryAfter === undefined ? undefined : Date.parse(retryAfter) - nowMs,
    until === undefined ? undefined : Date.parse(until) - nowMs,
  ];
  const waitMs = waits.find((ms) => ms !== undefined && Number.isFinite(ms));
  return waitMs === undefined ? undefined : Math.min(Math.max(0, waitMs), longestWaitMs);
}
