import {
  createHook,
  deleteHook,
  type HookSecrets,
  type HookView,
  listHooks,
  rotateHook,
  setHookEnabled,
} from "@showrunner/services/hooks/hooks.ts";
import { HookKind } from "@showrunner/services/hooks/hook.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { chooseAccount, chooseAccounts } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

export interface HookOptions extends GlobalOptions {
  account?: string;
}

export interface AddHookOptions extends HookOptions {
  signed?: boolean;
}

export async function listAllHooks(options: HookOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const people = await chooseAccounts(ctx, options.account);
    const found = await Promise.all(
      people.map(async ({ id, username }) =>
        (await listHooks(ctx, id)).map((hook) => ({ account: username, ...hook })),
      ),
    );
    const all = found.flat();
    const rows = all.map((one) => [one.account, one.name, one.kind, one.enabled ? "on" : "off", one.id]);
    const words =
      all.length === 0 ? "There are no hooks yet." : table(["account", "hook", "kind", "state", "id"], rows);
    show(output, all, words);
  });
}

export async function addHook(kind: string, name: string, options: AddHookOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const known = HookKind.safeParse(kind);
    if (!known.success)
      throw new Problem({
        code: "hook.invalid",
        message: `there is no kind of hook called "${kind}"`,
        hint: `Kinds: ${HookKind.options.join(", ")}.`,
      });
    const account = await chooseAccount(ctx, options.account);
    const made = await createHook(ctx, account.id, { kind: known.data, name, signed: options.signed ?? false });
    const lead = `Added the hook "${name}" for ${account.username}.`;
    show(output, shown(made), [lead, ...secretWords(made.secrets)].join("\n"));
  });
}

export async function renewHook(wanted: string, options: HookOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const made = await rotateHook(ctx, account.id, wanted);
    const lead = `The hook "${made.hook.name}" has another address; the old one lets nobody in any more.`;
    show(output, shown(made), [lead, ...secretWords(made.secrets)].join("\n"));
  });
}

export async function switchHook(wanted: string, enabled: boolean, options: HookOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const hook = await setHookEnabled(ctx, account.id, wanted, enabled);
    show(output, hook, `The hook "${hook.name}" is ${enabled ? "on" : "off"}.`);
  });
}

export async function dropHook(wanted: string, options: HookOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const hook = await deleteHook(ctx, account.id, wanted);
    show(output, hook, `Removed the hook "${hook.name}" of ${account.username}.`);
  });
}

/** What is shown this once. */
function shown({ hook, secrets }: { hook: HookView; secrets: HookSecrets }) {
  return { ...hook, path: secrets.path.reveal(), signing_secret: secrets.signingSecret?.reveal() ?? null };
}

function secretWords({ path, signingSecret }: HookSecrets): string[] {
  const address = `Its path, shown this once, below the address of this machine: ${path.reveal()}`;
  return signingSecret === null ? [address] : [address, `Calls must be signed with: ${signingSecret.reveal()}`];
}
