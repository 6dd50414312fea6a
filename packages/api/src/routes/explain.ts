import * as Explain from "../contract/explain.ts";
import { eventView } from "../views.ts";
import { type Implemented, implementFor } from "./implement.ts";

const rules = () => import("@showrunner/services/rules/rules.ts");

export const explainRoutes: readonly Implemented[] = [
  implementFor(Explain.backTest, async ({ ctx, account, body }) => {
    const { backTest } = await import("@showrunner/services/rules/back-test.ts");
    const { findRule } = await rules();
    const rule = "rule" in body ? await findRule(ctx, account.id, body.rule) : body;
    // It takes seconds for somebody with many events: other requests have their turn in between.
    const onProgress = () => new Promise<void>((resolve) => setImmediate(resolve));
    return await backTest(ctx, account, rule, { days: body.days, onProgress });
  }),
  implementFor(Explain.explainEvent, async ({ ctx, account, param }) => {
    const { explainEvent } = await import("@showrunner/services/explain/explain-event.ts");
    const { recorded, ...explained } = await explainEvent(ctx, account, param("event"));
    return { ...explained, recorded: eventView(recorded) };
  }),
  implementFor(Explain.explainRule, async ({ ctx, account, param }) => {
    const [{ explainRule }, { findRule }] = await Promise.all([
      import("@showrunner/services/explain/explain-rule.ts"),
      rules(),
    ]);
    return await explainRule(ctx, account, await findRule(ctx, account.id, param("rule")));
  }),
  implementFor(Explain.whyNot, async ({ ctx, account, query }) => {
    const { whyNot } = await import("@showrunner/services/explain/why-not.ts");
    return await whyNot(ctx, account, query);
  }),
  implementFor(Explain.previewNow, async ({ ctx, account, param }) => {
    const [{ previewNow }, { findRule }] = await Promise.all([
      import("@showrunner/services/rules/apply-now.ts"),
      rules(),
    ]);
    return await previewNow(ctx, account, await findRule(ctx, account.id, param("rule")));
  }),
  implementFor(Explain.applyNow, async ({ ctx, account, param, body }) => {
    const [{ applyNow }, { findRule }] = await Promise.all([
      import("@showrunner/services/rules/apply-now.ts"),
      rules(),
    ]);
    return await applyNow(ctx, account, await findRule(ctx, account.id, param("rule")), { atMost: body.at_most });
  }),
];
