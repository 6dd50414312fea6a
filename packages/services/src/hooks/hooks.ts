import { Problem } from "@showrunner/core/errors.ts";
import { accountPk, hookKey, hookPlaceKey } from "@showrunner/core/keys.ts";
import { Secret } from "@showrunner/core/secret.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load, loadAll, type Stored } from "../stored.ts";
import { hashOf, HookKind, HookRecord, signingSecret } from "./hook.ts";

export const NewHook = z.strictObject({
  name: z.string().trim().min(1).max(120),
  kind: HookKind.default("generic").describe("Who calls it."),
  signed: z.boolean().default(false).describe("Calls must be signed, by a secret that is shown once."),
});
export type NewHook = z.input<typeof NewHook>;

/** A hook as its owner sees it: without anything that lets others in. */
export type HookView = Pick<HookRecord, "id" | "name" | "kind" | "signed" | "enabled" | "createdAt">;

/** What is shown once, when it is made: the path to call, and where calls are signed, what with. */
export interface HookSecrets {
  /** `/hooks/hok_…/…`, below the address that Showrunner is reached at. */
  path: Secret<string>;
  signingSecret: Secret<string> | null;
}

const mostHooks = 50;

/** Only kinds of sender that can sign are asked to. */
const signers: readonly HookKind[] = ["generic"];

/** Makes an address to call. Throws Problem `hook.invalid`, `hook.exists` or `hook.too_many`. */
export async function createHook(
  ctx: Services,
  accountId: string,
  wanted: NewHook,
): Promise<{ hook: HookView; secrets: HookSecrets }> {
  const parsed = NewHook.safeParse(wanted);
  if (!parsed.success)
    throw new Problem({ code: "hook.invalid", message: `the hook has a mistake: ${z.prettifyError(parsed.error)}` });
  const { name, kind, signed } = parsed.data;
  if (signed && !signers.includes(kind))
    throw new Problem({
      code: "hook.invalid",
      message: `${kind} cannot sign what it sends`,
      hint: "Leave `signed` out: its address is a secret of its own.",
    });
  const others = await listHooks(ctx, accountId);
  if (others.some((one) => one.name === name))
    throw new Problem({
      code: "hook.exists",
      message: `there is a hook "${name}" already`,
      hint: "Choose another name.",
    });
  if (others.length >= mostHooks)
    throw new Problem({
      code: "hook.too_many",
      message: `there are ${others.length} hooks already, and no account may have more`,
      hint: "Delete those that nothing calls.",
    });
  const secret = newSecret(ctx);
  const record: HookRecord = {
    id: ctx.random.id("hok"),
    accountId,
    name,
    kind,
    hash: hashOf(secret),
    signed,
    salt: newSecret(ctx),
    enabled: true,
    createdAt: new Date(ctx.clock.now()).toISOString(),
  };
  // In the account first: an address that opens is one that its owner can see.
  await ctx.store.put({ ...hookKey(accountId, record.id), v: 1, data: record }, { kind: "absent" });
  await ctx.store.put({ ...hookPlaceKey(record.id), v: 1, data: { accountId } }, { kind: "absent" });
  return { hook: viewOf(record), secrets: secretsOf(record, secret) };
}

/** An account's hooks, by name. */
export async function listHooks(ctx: Services, accountId: string): Promise<HookView[]> {
  const found = await loadAll(ctx.store, HookRecord, accountPk(accountId), "HOOK#");
  return found.map((one) => viewOf(one.value)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Gives a hook another secret; who knows the old one is let in no more. */
export async function rotateHook(
  ctx: Services,
  accountId: string,
  hook: string,
): Promise<{ hook: HookView; secrets: HookSecrets }> {
  const secret = newSecret(ctx);
  const changed = await change(ctx, accountId, hook, { hash: hashOf(secret), salt: newSecret(ctx) });
  return { hook: viewOf(changed), secrets: secretsOf(changed, secret) };
}

/** Switches a hook off, or on again: calls while it is off are turned away. */
export async function setHookEnabled(
  ctx: Services,
  accountId: string,
  hook: string,
  enabled: boolean,
): Promise<HookView> {
  return viewOf(await change(ctx, accountId, hook, { enabled }));
}

export async function deleteHook(ctx: Services, accountId: string, hook: string): Promise<HookView> {
  const { value } = await findHook(ctx, accountId, hook);
  await ctx.store.delete(hookPlaceKey(value.id));
  await ctx.store.delete(hookKey(accountId, value.id));
  return viewOf(value);
}

/** The hook that a person means: its id or its name. Throws Problem `hook.unknown`. */
async function findHook(ctx: Services, accountId: string, wanted: string): Promise<Stored<HookRecord>> {
  const found = await loadAll(ctx.store, HookRecord, accountPk(accountId), "HOOK#");
  const meant = found.find((one) => one.value.id === wanted) ?? found.find((one) => one.value.name === wanted);
  if (meant !== undefined) return meant;
  throw new Problem({ code: "hook.unknown", message: `there is no hook "${wanted}"`, hint: "List them first." });
}

async function change(ctx: Services, accountId: string, wanted: string, to: Partial<HookRecord>): Promise<HookRecord> {
  for (;;) {
    const { v, value } = await findHook(ctx, accountId, wanted);
    const data: HookRecord = { ...value, ...to };
    if (await ctx.store.put({ ...hookKey(accountId, value.id), v: v + 1, data }, { kind: "version", v })) return data;
  }
}

const Place = z.object({ accountId: z.string() });

/** The hook at an address, whoever's it is; undefined for one that never was, or was deleted. */
export async function hookAt(ctx: Services, hookId: string): Promise<HookRecord | undefined> {
  const place = await load(ctx.store, Place, hookPlaceKey(hookId));
  return place && (await load(ctx.store, HookRecord, hookKey(place.value.accountId, hookId)))?.value;
}

function viewOf({ id, name, kind, signed, enabled, createdAt }: HookRecord): HookView {
  return { id, name, kind, signed, enabled, createdAt };
}

function secretsOf(hook: HookRecord, secret: string): HookSecrets {
  return {
    path: new Secret(`/hooks/${hook.id}/${secret}`),
    signingSecret: hook.signed ? signingSecret(hook, secret) : null,
  };
}

/** 240 random bits. */
function newSecret(ctx: Services): string {
  return `${ctx.random.id("hok").slice(4)}${ctx.random.id("hok").slice(4)}`;
}
