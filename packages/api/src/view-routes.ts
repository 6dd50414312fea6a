import type { Account } from "@showrunner/core/records.ts";
import { findAccount } from "@showrunner/services/accounts/accounts.ts";
import type { Services } from "@showrunner/services/context.ts";
import { friends } from "@showrunner/services/views/friends.ts";
import { progress } from "@showrunner/services/views/progress.ts";
import { watched } from "@showrunner/services/views/watched.ts";
import { watching } from "@showrunner/services/views/watching.ts";
import { type Context, Hono } from "hono";

/** Each view, by the last part of its address. */
const views = {
  friends: async (ctx, account, asked) => ({ items: await friends(ctx, account, asked) }),
  watched: async (ctx, account, asked) => ({ items: await watched(ctx, account, asked) }),
  watching: async (ctx, account, asked) => ({ watching: await watching(ctx, account, asked) }),
  progress: async (ctx, account, asked) => ({ items: await progress(ctx, account, asked) }),
} satisfies Record<string, (ctx: Services, account: Account, asked: unknown) => Promise<object>>;

/** What people see of themselves and their friends at Trakt, read when it is asked for: `/accounts/:account/views/…`. */
export function viewRoutes(ctx: Services): Hono {
  const app = new Hono();
  for (const [name, read] of Object.entries(views))
    app.get(`/accounts/:account/views/${name}`, async (c) =>
      c.json(await read(ctx, await findAccount(ctx, c.req.param("account")), askedOf(c))),
    );
  return app;
}

/** A parameter that comes twice is a list, which no view takes. */
function askedOf(c: Context): Record<string, string | string[] | undefined> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  );
}
