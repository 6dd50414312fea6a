import type { ReplyOf } from "@showrunner/client/asked.ts";
import { HookKind } from "@showrunner/services/hooks/hook.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { chooseAccount, chooseAccounts } from "../choose-account.ts";
import { type Asking, type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

export interface HookOptions extends GlobalOptions {
  account?: string;
}

export interface AddHookOptions extends HookOptions {
  signed?: boolean;
}

export async function listAllHooks(options: HookOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const people = await chooseAccounts(asking, options.account);
    const found = await Promise.all(
      people.map(async ({ id, username }) => {
        const { items } = await asking.client.call("hooks.list", { path: { account: id } });
        return items.map((hook) => ({ account: username, ...hook }));
      }),
    );
    const all = found.flat();
    const rows = all.map((one) => [one.account, one.name, one.kind, one.enabled ? "on" : "off", one.id]);
    const words =
      all.length === 0 ? "There are no hooks yet." : table(["account", "hook", "kind", "state", "id"], rows);
    show(asking.output, all, words);
  });
}

export async function addHook(kind: string, name: string, options: AddHookOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const known = HookKind.safeParse(kind);
    if (!known.success)
      throw new Problem({
        code: "hook.invalid",
        message: `there is no kind of hook called "${kind}"`,
        hint: `Kinds: ${HookKind.options.join(", ")}.`,
      });
    const { id, username } = await chooseAccount(asking, options.account);
    const body = { kind: known.data, name, signed: options.signed ?? false };
    const made = await asking.client.call("hooks.add", { path: { account: id }, body });
    showSecrets(asking, `Added the hook "${name}" for ${username}.`, made);
  });
}

export async function renewHook(wanted: string, options: HookOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id } = await chooseAccount(asking, options.account);
    const made = await asking.client.call("hooks.rotate", { path: { account: id, hook: wanted } });
    showSecrets(asking, `The hook "${made.name}" has another address; the old one lets nobody in any more.`, made);
  });
}

export async function switchHook(wanted: string, enabled: boolean, options: HookOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id } = await chooseAccount(asking, options.account);
    const path = { account: id, hook: wanted };
    const hook = await asking.client.call("hooks.set_enabled", { path, body: { enabled } });
    show(asking.output, hook, `The hook "${hook.name}" is ${enabled ? "on" : "off"}.`);
  });
}

export async function dropHook(wanted: string, options: HookOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id, username } = await chooseAccount(asking, options.account);
    const hook = await asking.client.call("hooks.remove", { path: { account: id, hook: wanted } });
    show(asking.output, hook, `Removed the hook "${hook.name}" of ${username}.`);
  });
}

/** What is shown this once. */
function showSecrets({ output, server }: Asking, lead: string, made: ReplyOf<"hooks.add">): void {
  const { signingSecret, ...hook } = made;
  const words = [
    lead,
    `Its path, shown this once, below ${server ?? "the address of this machine"}: ${hook.path}`,
    ...(signingSecret === null ? [] : [`Calls must be signed with: ${signingSecret}`]),
  ];
  show(output, { ...hook, signing_secret: signingSecret }, words.join("\n"));
}
