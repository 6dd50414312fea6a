import { Problem } from "@showrunner/core/errors.ts";
import type { Services } from "@showrunner/services/context.ts";
import { getAccount } from "@showrunner/services/accounts/accounts.ts";
import { readInboxPage } from "@showrunner/services/act/inbox.ts";
import {
  eventsPage,
  type Explanation,
  explainRun,
  explainRunOfAnybody,
  runsPage,
} from "@showrunner/services/events/explain.ts";
import * as History from "../contract/history.ts";
import { actionView, eventView, type ExplanationView, explanationView, inboxMessageView, runView } from "../views.ts";
import { type Implemented, implement, implementFor } from "./implement.ts";
import { pageIn } from "./page-in.ts";

const noRun = (runId: string): Problem =>
  new Problem({ code: "run.unknown", message: `there is no run ${runId}`, hint: "List the latest at …/runs." });

/** With how its actions stand, in the zone of whose run it is. */
async function explained(ctx: Services, found: Explanation): Promise<ExplanationView> {
  const { run } = found;
  const [{ standingsOf }, { getSettings, zoneOf }] = await Promise.all([
    import("@showrunner/services/explain/action-standing.ts"),
    import("@showrunner/services/timing/settings.ts"),
  ]);
  const account = await getAccount(ctx, run.accountId);
  const zone = zoneOf(account, await getSettings(ctx, account.id));
  return explanationView(found, await standingsOf(ctx, run, zone));
}

export const historyRoutes: readonly Implemented[] = [
  implementFor(History.events, async ({ ctx, account, query }) => {
    const { items, next } = await eventsPage(ctx, account.id, query);
    return { items: items.map(eventView), next };
  }),
  implementFor(History.runs, async ({ ctx, account, query }) => {
    const { items, next } = await runsPage(ctx, account.id, query);
    return { items: items.map(runView), next };
  }),
  implementFor(History.explainRun, async ({ ctx, account, param }) => {
    const found = await explainRun(ctx, account.id, param("run"));
    if (found === undefined) throw noRun(param("run"));
    return await explained(ctx, found);
  }),
  implement(History.explainRunOfAnybody, async ({ ctx, who, param }) => {
    if (!("accountId" in who)) return await explained(ctx, await explainRunOfAnybody(ctx, param("run")));
    const found = await explainRun(ctx, who.accountId, param("run"));
    if (found === undefined) throw noRun(param("run"));
    return await explained(ctx, found);
  }),
  implementFor(History.inbox, async ({ ctx, account, query }) => {
    const { items, next } = await readInboxPage(ctx, account.id, query);
    return { items: items.map(inboxMessageView), next };
  }),
  implementFor(History.dead, async ({ ctx, account, query }) => {
    const { listDead } = await import("@showrunner/services/act/dead.ts");
    const { items, next } = pageIn((await listDead(ctx, account.id)).toReversed(), query);
    return { items: items.map(actionView), next };
  }),
  implementFor(History.retryDead, async ({ ctx, account, body }) => {
    const { listDead, retryDead } = await import("@showrunner/services/act/dead.ts");
    const dead = await listDead(ctx, account.id);
    const ids = "all" in body ? dead.map((one) => one.id) : body.ids;
    // All of them are found before the first is done: a name that is wrong does nothing.
    const unknown = ids.find((id) => !dead.some((one) => one.id === id));
    if (unknown !== undefined)
      throw new Problem({
        code: "action.not_dead",
        message: `there is no dead action ${unknown}`,
        hint: "List them at …/dead.",
      });
    for (const id of ids) await retryDead(ctx, account.id, id);
    return { retried: ids };
  }),
];
