import type { ChannelKind } from "@showrunner/channels/channel.ts";
import { ChannelProblem } from "@showrunner/channels/problem.ts";
import type { ChannelRecord } from "@showrunner/core/records.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import type { Stored } from "../stored.ts";
import { type ChannelHealth, channelRows } from "./channel-rows.ts";
import { chosenOf, kindOf } from "./channels.ts";

/** A channel, opened: its secrets live as long as the batch that they serve. */
export interface Destination {
  channel: Stored<ChannelRecord>;
  /** Undefined while it works. */
  health: Stored<ChannelHealth> | undefined;
  kind: ChannelKind;
  config: unknown;
  secrets: unknown;
  former: unknown;
}

/** Finds and opens each channel of a batch once. */
export function destinationsOf(ctx: Services): (accountId: string, wanted: string) => Promise<Destination> {
  const known = new Map<string, Promise<Destination>>();
  return (accountId, wanted) => {
    const key = `${accountId} ${wanted}`;
    const destination = known.get(key) ?? openDestination(ctx, accountId, wanted);
    known.set(key, destination);
    return destination;
  };
}

/** Throws Problem `channel.unknown`, and ChannelProblem `channel.off` for one that is switched off. */
export async function openDestination(ctx: Services, accountId: string, wanted: string): Promise<Destination> {
  const rows = await channelRows(ctx, accountId);
  const record = chosenOf(
    rows.map(({ channel }) => channel.value),
    wanted,
  );
  const row = rows.find(({ channel }) => channel.value === record);
  if (row === undefined) throw new Error("a channel that was chosen is among them");
  const { channel, health } = row;
  if (health !== undefined && health.value.disabledAt !== null) throw off(record, health.value);
  const { secrets, formerSecrets, formerUntil } = record;
  const isFormerLive = formerSecrets != null && Date.parse(formerUntil ?? "") > ctx.clock.now();
  return {
    channel,
    health,
    kind: kindOf(record.kind),
    config: record.config,
    secrets: await withOwnKeys(ctx, record, await opened(ctx, record, secrets)),
    former: isFormerLive ? await opened(ctx, record, formerSecrets) : undefined,
  };
}

async function opened(ctx: Services, { accountId, id }: ChannelRecord, sealed: string | null): Promise<unknown> {
  if (sealed === null) return {};
  const secret = await ctx.vault.open({ purpose: "channels", accountId, field: id }, sealed);
  const value: unknown = JSON.parse(secret.reveal());
  return value;
}

/** A browser subscribes with a key of the account's, whose other half is no matter of the browser's, nor of the channel's. */
async function withOwnKeys(ctx: Services, { accountId, kind }: ChannelRecord, secrets: unknown): Promise<unknown> {
  const given = Subscription.safeParse(secrets);
  if (kind !== "web_push" || !given.success || given.data.endpoint === undefined || given.data.vapid !== undefined)
    return secrets;
  const { pushKeys } = await import("./push-keys.ts");
  const { publicKey, privateKey } = await pushKeys(ctx, accountId);
  return { ...given.data, vapid: { publicKey, privateKey: privateKey.reveal() } };
}

const Subscription = z.looseObject({ endpoint: z.string().optional(), vapid: z.unknown().optional() });

function off({ name }: ChannelRecord, { since, reason }: ChannelHealth): ChannelProblem {
  return new ChannelProblem({
    code: "channel.off",
    message: `The channel "${name}" is switched off: nothing got through to it since ${since}: ${reason}`,
    hint: `Put it right, then: showrunner channels enable '${name}' --recover`,
  });
}
