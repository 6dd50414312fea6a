import { Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import { findAccount, listAccounts } from "@showrunner/services/accounts/accounts.ts";
import { listChannels } from "@showrunner/services/act/channels.ts";
import type { Services } from "@showrunner/services/context.ts";
import { listDead } from "@showrunner/services/act/dead.ts";
import { explainRunOfAnybody, latestEvents, latestRuns } from "@showrunner/services/events/explain.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { pausedUntil } from "@showrunner/services/schedule/pause.ts";
import { listRules } from "@showrunner/services/rules/rules.ts";
import { type Context, Hono } from "hono";
import * as z from "zod";
import type { ApiOptions } from "./app.ts";
import { healthOf } from "./health.ts";
import { viewRoutes } from "./view-routes.ts";
import * as Views from "./views.ts";

const Limit = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(200))
  .default(50);

/** What hangs under an account: the newest first where it is a history. */
const collections = {
  events: async (ctx, id, limit) => (await latestEvents(ctx, id, limit)).map(Views.eventView),
  runs: async (ctx, id, limit) => (await latestRuns(ctx, id, limit)).map(Views.runView),
  inbox: async (ctx, id, limit) => (await readInbox(ctx, id, limit)).map(Views.inboxMessageView),
  rules: async (ctx, id, limit) => (await listRules(ctx, id)).slice(0, limit).map(Views.ruleView),
  dead: async (ctx, id, limit) => (await listDead(ctx, id)).toReversed().slice(0, limit).map(Views.actionView),
  channels: async (ctx, id, limit) => (await listChannels(ctx, id)).slice(0, limit).map(Views.channelView),
} satisfies Record<string, (ctx: Services, accountId: string, limit: number) => Promise<object[]>>;

/** The JSON API, to be mounted at `/api/v1`: read-only, one machine, everybody on it. */
export function apiRoutes(ctx: Services, options: ApiOptions): Hono {
  const app = new Hono();

  app.get("/status", async (c) => {
    askedOf(c);
    const now = ctx.clock.now();
    const [until, accounts, queues] = await Promise.all([pausedUntil(ctx), listAccounts(ctx), options.queues()]);
    return c.json({
      mode: options.mode,
      version: options.version,
      now: new Date(now).toISOString(),
      uptimeSeconds: Math.floor((now - options.startedAt) / 1000),
      pausedUntil: until > now ? new Date(until).toISOString() : null,
      accounts: await Promise.all(accounts.map((account) => view(ctx, account, until))),
      queues,
    });
  });

  app.get("/accounts", async (c) => {
    askedOf(c);
    const [until, accounts] = await Promise.all([pausedUntil(ctx), listAccounts(ctx)]);
    return c.json({ items: await Promise.all(accounts.map((account) => view(ctx, account, until))) });
  });

  app.get("/accounts/:account", async (c) => {
    askedOf(c);
    return c.json(await view(ctx, await findAccount(ctx, c.req.param("account")), await pausedUntil(ctx)));
  });

  for (const [name, read] of Object.entries(collections))
    app.get(`/accounts/:account/${name}`, async (c) => {
      const limit = limitOf(c);
      const { id } = await findAccount(ctx, c.req.param("account"));
      return c.json({ items: await read(ctx, id, limit) });
    });

  app.route("/", viewRoutes(ctx));

  app.get("/runs/:run", async (c) => {
    askedOf(c);
    return c.json(Views.explanationView(await explainRunOfAnybody(ctx, c.req.param("run"))));
  });

  return app;
}

async function view(ctx: Services, account: Account, until: number): Promise<Views.AccountView> {
  return Views.accountView(account, await healthOf(ctx, account, until));
}

/**
 * The parameters, each at most once. One that there is not is an error: whoever asks for the second page of what has none
 * would read the first again and again. Throws Problem `query.invalid`.
 */
function askedOf(c: Context, ...known: readonly string[]): Readonly<Record<string, string>> {
  const given = Object.entries(c.req.queries());
  const strange = given.filter(([name]) => !known.includes(name)).map(([name]) => `there is no "${name}"`);
  const repeated = given.filter(([, values]) => values.length > 1).map(([name]) => `${name} is given more than once`);
  const [wrong] = [...strange, ...repeated];
  if (wrong === undefined) return c.req.query();
  throw new Problem({
    code: "query.invalid",
    message: wrong,
    hint: known.length === 0 ? "This takes no parameters." : `What can be asked: ${known.join(", ")}.`,
  });
}

function limitOf(c: Context): number {
  const { limit } = askedOf(c, "limit");
  const parsed = Limit.safeParse(limit);
  if (parsed.success) return parsed.data;
  throw new Problem({
    code: "limit.invalid",
    message: `limit is ${JSON.stringify(limit)}, which is no whole number from 1 to 200`,
    hint: "Ask for 1 to 200 items; without a limit there are 50.",
  });
}
