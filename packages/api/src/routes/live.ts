import { systemClock } from "@showrunner/core/clock.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { streamSSE } from "hono/streaming";
import type { ApiOptions } from "../api-options.ts";
import * as Home from "../contract/home.ts";
import type { LiveKind } from "../live/bell.ts";
import { admit, type Who, whoAsks } from "../who-asks.ts";
import { accountMeant } from "./account-meant.ts";
import type { Implemented } from "./implement.ts";
import { paramOf } from "./request.ts";

/** Proxies end what is silent for half a minute or more. Real time, as that of whoever listens is. */
const heartbeatMs = 15_000;
/** What changes together is told together. */
const gatherMs = 250;
/** Tabs of one person. */
const mostStreams = 12;
/** After which a browser whose stream broke asks again. */
const retryMs = 3000;

/** Tells a page what changed, as it happens: where one process does all the work it hears of everything. */
export function liveRoutes(options: ApiOptions): Implemented[] {
  const open = new Map<string, number>();
  return [
    {
      endpoint: Home.live,
      answer: async (ctx, c, who) => {
        await admit(who, Home.live.access);
        const { id } = await accountMeant(ctx, paramOf(c, "account"), who);
        const { bell } = options;
        if (bell === undefined)
          throw new Problem({
            code: "live.polls",
            message: "nothing is told here as it happens",
            hint: "Ask …/overview now and then, with the ETag of its last answer.",
          });
        const streams = open.get(id) ?? 0;
        if (streams >= mostStreams)
          throw new Problem({
            code: "live.too_many",
            message: `${streams} pages of this account listen already`,
            hint: "Close some of them.",
            retry: { kind: "after", afterMs: 60_000 },
          });
        c.header("cache-control", "no-store");
        // Or proxies would gather what is to be told at once.
        c.header("x-accel-buffering", "no");
        if (c.req.method === "HEAD") return c.body(null, 200, { "content-type": "text/event-stream" });
        const mayStill = async (): Promise<boolean> => {
          const now = await whoAsks(ctx, c, options);
          await admit(now, Home.live.access);
          return isSame(who, now);
        };
        open.set(id, streams + 1);
        return streamSSE(c, async (stream) => {
          const heard = new Set<LiveKind>();
          let waking = new AbortController();
          const stop = bell.listen(id, (kind) => {
            heard.add(kind);
            waking.abort();
          });
          stream.onAbort(() => waking.abort());
          try {
            await stream.writeSSE({ event: "ready", data: "{}", retry: retryMs });
            let beatAt = systemClock.now() + (options.heartbeatMs ?? heartbeatMs);
            while (!stream.aborted && !stream.closed) {
              if (heard.size === 0) await sleepUntil(beatAt, waking.signal);
              if (heard.size > 0) {
                await systemClock.sleep(gatherMs);
                const kinds = [...heard].toSorted();
                heard.clear();
                await stream.writeSSE({ event: "changed", data: JSON.stringify({ kinds }) });
              }
              waking = new AbortController();
              if (systemClock.now() < beatAt) continue;
              beatAt = systemClock.now() + (options.heartbeatMs ?? heartbeatMs);
              // A key that was removed, a session that ended: there is nobody left to tell.
              if (!(await mayStill().catch(() => false))) break;
              await stream.write(": still here\n\n");
            }
          } finally {
            stop();
            const left = (open.get(id) ?? 1) - 1;
            if (left === 0) open.delete(id);
            else open.set(id, left);
          }
        });
      },
    },
  ];
}

async function sleepUntil(atMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  try {
    await systemClock.sleep(Math.max(0, atMs - systemClock.now()), signal);
  } catch {
    // Woken before its time, which is what the signal is for.
  }
}

function isSame(before: Who, now: Who): boolean {
  if (before.kind === "session") return now.kind === "session" && now.sessionId === before.sessionId;
  if (before.kind === "key") return now.kind === "key" && now.keyId === before.keyId;
  return now.kind === before.kind;
}
