import type { Approval } from "@showrunner/services/approvals/approvals.ts";
import type { HookSecrets, HookView } from "@showrunner/services/hooks/hooks.ts";
import * as Trust from "../contract/trust.ts";
import { type Implemented, implementFor } from "./implement.ts";

const undoing = () => import("@showrunner/services/undo/undo.ts");
const approving = () => import("@showrunner/services/approvals/approvals.ts");
const settings = () => import("@showrunner/services/timing/settings.ts");
const hooks = () => import("@showrunner/services/hooks/hooks.ts");

/** What makes rules trustworthy: taking back, asking first, and when to act. */
export const trustRoutes: readonly Implemented[] = [
  implementFor(Trust.previewUndo, async ({ ctx, account, body }) => {
    const { previewUndo } = await undoing();
    return await previewUndo(ctx, account, body);
  }),
  implementFor(Trust.undo, async ({ ctx, account, body }) => {
    const { requestUndo } = await undoing();
    return await requestUndo(ctx, account, body);
  }),
  implementFor(Trust.undos, async ({ ctx, account }) => {
    const { listUndos } = await import("@showrunner/services/undo/undos.ts");
    return { items: await listUndos(ctx, account.id) };
  }),
  implementFor(Trust.disableAndRevert, async ({ ctx, account, param }) => {
    const [{ findRule }, { disableAndRevert }] = await Promise.all([
      import("@showrunner/services/rules/rules.ts"),
      import("@showrunner/services/undo/disable.ts"),
    ]);
    return (await disableAndRevert(ctx, account, await findRule(ctx, account.id, param("rule")))).undo;
  }),
  implementFor(Trust.approvals, async ({ ctx, account, query }) => {
    const { listApprovals } = await approving();
    return { items: (await listApprovals(ctx, account.id, query.all)).map(approvalView) };
  }),
  implementFor(Trust.decide, async ({ ctx, account, param, body }) => {
    const { decide } = await approving();
    return approvalView(await decide(ctx, account.id, param("approval"), body.answer));
  }),
  implementFor(Trust.settings, async ({ ctx, account }) => {
    const { getSettings } = await settings();
    return { ...(await getSettings(ctx, account.id)) };
  }),
  implementFor(Trust.saveSettings, async ({ ctx, account, body, unchanged }) => {
    const { saveSettings } = await settings();
    return { ...(await saveSettings(ctx, account.id, body, unchanged)) };
  }),
  implementFor(Trust.hooks, async ({ ctx, account }) => {
    const { listHooks } = await hooks();
    return { items: await listHooks(ctx, account.id) };
  }),
  implementFor(Trust.addHook, async ({ ctx, account, body }) => {
    const { createHook } = await hooks();
    return withSecrets(await createHook(ctx, account.id, body));
  }),
  implementFor(Trust.rotateHook, async ({ ctx, account, param }) => {
    const { rotateHook } = await hooks();
    return withSecrets(await rotateHook(ctx, account.id, param("hook")));
  }),
  implementFor(Trust.setHookEnabled, async ({ ctx, account, param, body }) => {
    const { setHookEnabled } = await hooks();
    return await setHookEnabled(ctx, account.id, param("hook"), body.enabled);
  }),
  implementFor(Trust.removeHook, async ({ ctx, account, param }) => {
    const { deleteHook } = await hooks();
    return await deleteHook(ctx, account.id, param("hook"));
  }),
];

function approvalView(approval: Approval) {
  const { ruleId, ruleName, expiresAt, ...rest } = approval;
  return { ...rest, rule: { id: ruleId, name: ruleName }, expiresAt: new Date(expiresAt).toISOString() };
}

function withSecrets({ hook, secrets }: { hook: HookView; secrets: HookSecrets }) {
  return { ...hook, path: secrets.path.reveal(), signingSecret: secrets.signingSecret?.reveal() ?? null };
}
