import type { ChannelKind } from "@showrunner/channels/channel.ts";
import { channelKindOf, channelKinds } from "@showrunner/channels/registry.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { accountPk, channelHealthKey, channelKey } from "@showrunner/core/keys.ts";
import { ChannelRecord } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import type { Services } from "../context.ts";
import { loadAll } from "../stored.ts";

export interface NewChannel {
  /** Of a channel that is to be made once, however often it is asked for. */
  id?: string;
  kind: string;
  name: string;
  config: unknown;
  secrets: unknown;
}

/** Adds a channel: its settings are checked by its kind's own schemas, its secrets are sealed. */
export async function saveChannel(ctx: Services, accountId: string, wanted: NewChannel): Promise<ChannelRecord> {
  const kind = kindOf(wanted.kind);
  const config = checked(`${wanted.kind}'s settings`, kind.config.safeParse(wanted.config));
  const secrets = checked(`${wanted.kind}'s secrets`, kind.secrets.safeParse(wanted.secrets));
  const others = await listChannels(ctx, accountId);
  if (others.some((one) => one.name === wanted.name))
    throw new Problem({
      code: "channel.exists",
      message: `there is a channel "${wanted.name}" already`,
      hint: "Choose another name, or remove the old one first.",
    });
  const id = wanted.id ?? ctx.random.id("chn");
  const place = { purpose: "channels" as const, accountId, field: id };
  const record: ChannelRecord = {
    id,
    accountId,
    name: wanted.name,
    kind: wanted.kind,
    config: JsonRecord.parse(config),
    secrets: await ctx.vault.seal(place, new Secret(JSON.stringify(secrets))),
    ...(kind.pingsFirst === true ? { awaitsPing: true } : {}),
    createdAt: new Date(ctx.clock.now()).toISOString(),
  };
  await ctx.store.put({ ...channelKey(accountId, id), v: 1, data: record }, { kind: "absent" });
  return record;
}

export function kindOf(name: string): ChannelKind {
  const kind = channelKindOf(name);
  if (kind === undefined)
    throw new Problem({
      code: "channel.unknown_kind",
      message: `there is no kind of channel called "${name}"`,
      hint: `Kinds: ${channelKinds.map((one) => one.kind).join(", ")}.`,
    });
  return kind;
}

const JsonRecord = ChannelRecord.shape.config;

export async function listChannels(ctx: Services, accountId: string): Promise<ChannelRecord[]> {
  const found = await loadAll(ctx.store, ChannelRecord, accountPk(accountId), "CHANNEL#");
  return found.map((one) => one.value);
}

/** The channel that a rule names, by id or by name. */
export async function findChannel(ctx: Services, accountId: string, wanted: string): Promise<ChannelRecord> {
  return chosenOf(await listChannels(ctx, accountId), wanted);
}

/** The one that is meant. Throws Problem `channel.unknown`. */
export function chosenOf(channels: readonly ChannelRecord[], wanted: string): ChannelRecord {
  const found = channels.find((one) => one.id === wanted) ?? channels.find((one) => one.name === wanted);
  if (found === undefined)
    throw new Problem({
      code: "channel.unknown",
      message: `there is no channel "${wanted}"`,
      hint:
        channels.length === 0
          ? "Add one first."
          : `This account's channels: ${channels.map((one) => one.name).join(", ")}.`,
    });
  return found;
}

/** Removes a channel. Rules that name it fail, and say so, until they name another. */
export async function removeChannel(ctx: Services, channel: ChannelRecord): Promise<void> {
  await ctx.store.delete(channelKey(channel.accountId, channel.id));
  await ctx.store.delete(channelHealthKey(channel.accountId, channel.id));
}

interface Checked {
  success: boolean;
  data?: unknown;
  error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] };
}

function checked(what: string, result: Checked): unknown {
  if (result.success) return result.data;
  // Only where and what: the value itself may be a secret.
  const issues = (result.error?.issues ?? []).map((issue) => `${issue.path.join(".") || "all"}: ${issue.message}`);
  throw new Problem({ code: "channel.invalid", message: `${what} are not right: ${issues.join("; ")}` });
}
