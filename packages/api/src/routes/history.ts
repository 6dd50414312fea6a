import { Problem } from "@showrunner/core/errors.ts";
import { readInboxPage } from "@showrunner/services/act/inbox.ts";
import { eventsPage, explainRun, explainRunOfAnybody, runsPage } from "@showrunner/services/events/explain.ts";
import * as History from "../contract/history.ts";
import { actionView, eventView, explanationView, inboxMessageView, runView } from "../views.ts";
import { type Implemented, implement, implementFor } from "./implement.ts";

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
    if (found !== undefined) return explanationView(found);
    throw new Problem({
      code: "run.unknown",
      message: `${account.username} has no run ${param("run")}`,
      hint: "List the latest at …/runs.",
    });
  }),
  implement(History.explainRunOfAnybody, async ({ ctx, param }) =>
    explanationView(await explainRunOfAnybody(ctx, param("run"))),
  ),
  implementFor(History.inbox, async ({ ctx, account, query }) => {
    const { items, next } = await readInboxPage(ctx, account.id, query);
    return { items: items.map(inboxMessageView), next };
  }),
  implementFor(History.dead, async ({ ctx, account, query }) => {
    const { listDead } = await import("@showrunner/services/act/dead.ts");
    return { items: (await listDead(ctx, account.id)).toReversed().slice(0, query.limit).map(actionView) };
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
