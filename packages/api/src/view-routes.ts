import { systemClock } from "@showrunner/core/clock.ts";
import type { Account } from "@showrunner/core/records.ts";
import { findAccount } from "@showrunner/services/accounts/accounts.ts";
import type { Services } from "@showrunner/services/context.ts";
import { withDeadline } from "@showrunner/services/deadline.ts";
import { type Context, Hono } from "hono";

type View = (ctx: Services, account: Account, asked: unknown, signal: AbortSignal) => Promise<object>;

/** Each view, by the last part of its address; loaded when somebody asks for it, for most of the time nobody does. */
const views: Readonly<Record<string, View>> = {
  friends: async (...asked) => {
    const { friends } = await import("@showrunner/services/views/friends.ts");
    return { items: await friends(...asked) };
  },
  watched: async (...asked) => {
    const { watched } = await import("@showrunner/services/views/watched.ts");
    return { items: await watched(...asked) };
  },
  watching: async (...asked) => {
    const { watching } = await import("@showrunner/services/views/watching.ts");
    return { watching: await watching(...asked) };
  },
  progress: async (...asked) => {
    const { progress } = await import("@showrunner/services/views/progress.ts");
    return { items: await progress(...asked) };
  },
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
