import { feedFormats } from "../feed-routes.ts";
import * as Rules from "../contract/rules.ts";
import type { RuleRecord } from "@showrunner/core/records.ts";
import type { Secret } from "@showrunner/core/secret.ts";
import type { FeedLink } from "@showrunner/services/feeds/feed-links.ts";
import type { Recipe } from "@showrunner/rules/recipe.ts";
import type { FiledRule } from "@showrunner/rules/rule-file.ts";
import { eventView, ruleView } from "../views.ts";
import { type Implemented, implement, implementFor } from "./implement.ts";
import { pageIn } from "./page-in.ts";

const feedLinks = () => import("@showrunner/services/feeds/feed-links.ts");
const services = () => import("@showrunner/services/rules/rules.ts");

export const ruleRoutes: readonly Implemented[] = [
  implementFor(Rules.list, async ({ ctx, account, query }) => {
    const { listRules } = await services();
    const { items, next } = pageIn(await listRules(ctx, account.id), query);
    return { items: items.map(ruleView), next };
  }),
  // These before `rules/:rule`, which would take them for names.
  implementFor(Rules.test, async ({ ctx, account, body }) => {
    const { testRule } = await import("@showrunner/services/rules/test-rule.ts");
    const { event, isExample, evaluation, wouldDo } = await testRule(ctx, account, body.source, body.event);
    const { trace, requests } = evaluation;
    return { event: eventView(event), isExample, ...trace, requests, timing: wouldDo.map(({ timing }) => timing) };
  }),
  implementFor(Rules.check, async ({ ctx, account, body }) => {
    const { checkRule } = await import("@showrunner/services/rules/check-rule.ts");
    return await checkRule(ctx, account.id, body.text, body.id);
  }),
  implementFor(Rules.preview, async ({ ctx, account, body }) => {
    const { previewNotification } = await import("@showrunner/services/rules/preview.ts");
    const { source, action: place, event: eventId } = body;
    return await previewNotification(ctx, account, source, { place, eventId });
  }),
  implementFor(Rules.plan, async ({ ctx, account, body }) => {
    const { planRules } = await import("@showrunner/services/rules/plan.ts");
    return await planRules(ctx, account.id, await filedRules(body.rules), body);
  }),
  implementFor(Rules.apply, async ({ ctx, account, body }) => {
    const { applyRules, planRules } = await import("@showrunner/services/rules/plan.ts");
    const filed = await filedRules(body.rules);
    const plan = await planRules(ctx, account.id, filed, body);
    let applied = 0;
    await applyRules(ctx, account.id, filed, plan, () => (applied += 1));
    return { ...plan, applied };
  }),
  implementFor(Rules.exported, async ({ ctx, account }) => {
    const { exportRules } = await import("@showrunner/services/rules/plan.ts");
    return { yaml: await exportRules(ctx, account.id) };
  }),
  implementFor(Rules.versions, async ({ ctx, account, param }) => {
    const [{ findRule }, { listVersions }] = await Promise.all([
      services(),
      import("@showrunner/services/rules/versions.ts"),
    ]);
    const found = await listVersions(ctx, await findRule(ctx, account.id, param("rule")));
    return { items: found.map(ruleView) };
  }),
  implementFor(Rules.restore, async ({ ctx, account, param, body }) => {
    const [{ findRule }, { restoreVersion }] = await Promise.all([
      services(),
      import("@showrunner/services/rules/versions.ts"),
    ]);
    return ruleView(await restoreVersion(ctx, await findRule(ctx, account.id, param("rule")), body.version));
  }),
  implementFor(Rules.get, async ({ ctx, account, param }) => {
    const { findRule } = await services();
    return ruleView(await findRule(ctx, account.id, param("rule")));
  }),
  implementFor(Rules.save, async ({ ctx, account, body, unchanged }) => {
    const [{ compiled, saveRule }, { unknownLists }] = await Promise.all([
      services(),
      import("@showrunner/services/rules/list-names.ts"),
    ]);
    const { source, enabled, id } = body;
    const check = (former: RuleRecord | undefined): void =>
      unchanged(former && Rules.get.reply.parse(ruleView(former)));
    const rule = await saveRule(ctx, account.id, source, { enabled, id, check });
    // What cannot be asked now is no reason to say that it was not saved.
    const warnings = await unknownLists(ctx, account, compiled(rule)).catch(() => []);
    return { ...ruleView(rule), warnings };
  }),
  implementFor(Rules.setEnabled, async ({ ctx, account, param, body }) => {
    const { findRule, setEnabled } = await services();
    return ruleView(await setEnabled(ctx, await findRule(ctx, account.id, param("rule")), body.enabled));
  }),
  implementFor(Rules.remove, async ({ ctx, account, param }) => {
    const { findRule, removeRule } = await services();
    const rule = await findRule(ctx, account.id, param("rule"));
    await removeRule(ctx, rule);
    return ruleView(rule);
  }),
  implementFor(Rules.feeds, async ({ ctx, account }) => {
    const { listFeedLinks } = await feedLinks();
    return { items: (await listFeedLinks(ctx, account.id)).map(feedView) };
  }),
  implementFor(Rules.addFeed, async ({ ctx, account, param }) => {
    const [{ findRule }, { addFeedLink }] = await Promise.all([services(), feedLinks()]);
    const { link, token } = await addFeedLink(ctx, await findRule(ctx, account.id, param("rule")));
    return { ...feedView(link), urls: feedUrls(token) };
  }),
  implementFor(Rules.removeFeed, async ({ ctx, account, param }) => {
    const { removeFeedLink } = await feedLinks();
    return feedView(await removeFeedLink(ctx, account.id, param("feed")));
  }),
  implement(Rules.recipes, async () => {
    const [{ recipes }, { inputSchema }] = await Promise.all([
      import("@showrunner/rules/recipes.ts"),
      import("@showrunner/rules/recipe.ts"),
    ]);
    const view = (recipe: Recipe) => ({ ...recipe, inputs: { ...inputSchema(recipe) } });
    return { items: recipes.map(view) };
  }),
  implementFor(Rules.makeRecipe, async ({ ctx, account, param, body }) => {
    const [{ recipeOf }, { applyRules, planRules }] = await Promise.all([
      import("@showrunner/rules/recipes.ts"),
      import("@showrunner/services/rules/plan.ts"),
    ]);
    const filed = recipeOf(param("recipe"))
      .make(body.inputs)
      .map((definition) => ({ definition, enabled: body.enabled }));
    const whole = await planRules(ctx, account.id, filed, { prune: false });
    const plan = { ...whole, changes: whole.changes.filter(({ kind }) => kind !== "left") };
    if (!body.preview) await applyRules(ctx, account.id, filed, plan);
    return { ...plan, definitions: filed.map(({ definition }) => definition), applied: body.preview ? 0 : plan.count };
  }),
  implementFor(Rules.share, async ({ ctx, account, param }) => {
    const [{ findRule }, { shareRule }, { ruleText }, { RuleDefinition }] = await Promise.all([
      services(),
      import("@showrunner/rules/share.ts"),
      import("@showrunner/rules/rule-file.ts"),
      import("@showrunner/rules/rule.ts"),
    ]);
    const definition = RuleDefinition.parse((await findRule(ctx, account.id, param("rule"))).source);
    return { shared: shareRule(definition), yaml: ruleText(definition) };
  }),
  implement(Rules.words, async () => {
    const { reference } = await import("@showrunner/rules/reference.ts");
    return reference();
  }),
  implement(Rules.schema, async () => {
    const { ruleJsonSchema } = await import("@showrunner/rules/json-schema.ts");
    return { ...ruleJsonSchema() };
  }),
];

/** Rules as they come from outside, each checked as deeply as when it is saved. */
async function filedRules(
  rules: readonly { definition: Record<string, unknown>; id?: string | undefined; enabled: boolean }[],
): Promise<FiledRule[]> {
  const { filedRulesOf } = await import("@showrunner/rules/rule-file.ts");
  return filedRulesOf(
    rules.map(({ definition, id, enabled }) => ({ ...definition, enabled, ...(id === undefined ? {} : { id }) })),
  );
}

function feedView({ id, ruleId, createdAt }: FeedLink) {
  return { id, rule: ruleId, createdAt };
}

/** Under the API's own origin, by format. */
function feedUrls(token: Secret<string>): Record<string, string> {
  return Object.fromEntries(feedFormats.map((name) => [name, `/feeds/${token.reveal()}/${name}`]));
}
