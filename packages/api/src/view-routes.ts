import { systemClock } from "@showrunner/core/clock.ts";
import type { Account } from "@showrunner/core/records.ts";
import { findAccount } from "@showrunner/services/accounts/accounts.ts";
import type { Services } from "@showrunner/services/context.ts";
import { withDeadline } from "@showrunner/services/deadline.ts";
import { friends } from "@showrunner/services/views/friends.ts";
import { progress } from "@showrunner/services/views/progress.ts";
import { watched } from "@showrunner/services/views/watched.ts";
import { watching } from "@showrunner/services/views/watching.ts";
import { type Context, Hono } from "hono";

type View = (ctx: Services, account: Account, asked: unknown, signal: AbortSignal) => Promise<object>;

/** Each view, by the last part of its address. */
const views: Readonly<Record<string, View>> = {
  friends: async (ctx, account, asked, signal) => ({ items: await friends(ctx, account, asked, signal) }),
  watched: async (ctx, account, asked, signal) => ({ items: await watched(ctx, account, asked, signal) }),
  watching: async (ctx, account, asked, signal) => ({ watching: await watching(ctx, account, asked, signal) }),
  progress: async (ctx, account, asked, signal) => ({ items: await progress(ctx, account, asked, signal) }),
};

/** For how long an answer is waited for. Real time, as that of whoever asks is. */
const patienceMs = 60_000;

/** What people see of themselves and their friends at Trakt, read when it is asked for: `/accounts/:account/views/…`. */
export function viewRoutes(ctx: Services): Hono {
  const app = new Hono();
  for (const [name, read] of Object.entries(views))
    app.get(`/accounts/:account/views/${name}`, async (c) => {
      const account = await findAccount(ctx, c.req.param("account"));
      const answer = await withDeadline(systemClock, systemClock.now() + patienceMs, (signal) =>
        read(ctx, account, askedOf(c), AbortSignal.any([c.req.raw.signal, signal])),
      );
      return c.json(answer);
    });
  return app;
}

/** A parameter that comes twice is a list, which no view takes. */
function askedOf(c: Context): Record<string, string | string[] | undefined> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  );
}
