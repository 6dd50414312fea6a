import type { ChannelKind } from "@showrunner/channels/channel.ts";
import { findChannel, kindOf } from "./channels.ts";
import type { Services } from "../context.ts";

/** A channel, opened: its secrets live as long as the batch that they serve. */
export interface Destination {
  kind: ChannelKind;
  config: unknown;
  secrets: unknown;
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

export async function openDestination(ctx: Services, accountId: string, wanted: string): Promise<Destination> {
  const channel = await findChannel(ctx, accountId, wanted);
  const place = { purpose: "channels" as const, accountId, field: channel.id };
  const sealed = channel.secrets === null ? "{}" : (await ctx.vault.open(place, channel.secrets)).reveal();
  const secrets: unknown = JSON.parse(sealed);
  return { kind: kindOf(channel.kind), config: channel.config, secrets };
}
