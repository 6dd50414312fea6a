import { accountPk, channelHealthKey, channelHealthPrefix, channelKey } from "@showrunner/core/keys.ts";
import { ChannelRecord } from "@showrunner/core/records.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load, parseItem, type Stored } from "../stored.ts";

/** Since when nothing got through to a channel; there is none while it works. Times are ISO 8601. */
export const ChannelHealth = z.object({
  accountId: z.string(),
  channelId: z.string(),
  since: z.string(),
  /** The actions that failed, as many as are needed to switch it off. */
  failed: z.array(z.string()),
  reason: z.string(),
  /** How many of the notices were given. */
  told: z.int(),
  /** When it was switched off, and nothing is sent to it any more. */
  disabledAt: z.string().nullable(),
  /** It was switched on again, and what failed since then is being done again. */
  recoversFrom: z.string().nullish(),
});
export type ChannelHealth = z.infer<typeof ChannelHealth>;

export async function loadChannelHealth(
  ctx: Services,
  accountId: string,
  channelId: string,
): Promise<Stored<ChannelHealth> | undefined> {
  return await load(ctx.store, ChannelHealth, channelHealthKey(accountId, channelId));
}

/** A channel, and how it is. */
export interface ChannelRow {
  channel: Stored<ChannelRecord>;
  health: Stored<ChannelHealth> | undefined;
}

/** Every channel of an account with how it is, by one query: their keys begin alike. */
export async function channelRows(ctx: Services, accountId: string): Promise<ChannelRow[]> {
  const channels: Stored<ChannelRecord>[] = [];
  const health = new Map<string, Stored<ChannelHealth>>();
  let after: string | undefined;
  do {
    const page = await ctx.store.query({ pk: accountPk(accountId), prefix: sharedPrefix, after });
    for (const item of page.items) {
      if (item.sk.startsWith(channelPrefix)) channels.push(parseItem(ChannelRecord, item));
      if (!item.sk.startsWith(channelHealthPrefix)) continue;
      const stored = parseItem(ChannelHealth, item);
      health.set(stored.value.channelId, stored);
    }
    after = page.next;
  } while (after !== undefined);
  return channels.map((channel) => ({ channel, health: health.get(channel.value.id) }));
}

export interface ChannelStanding {
  /** `new`: it has not taken its ping yet. `failing`: nothing got through since. `off`: nothing is sent to it. */
  state: "works" | "new" | "failing" | "off";
  /** ISO 8601; null while it works. */
  since: string | null;
  reason: string | null;
}

/** How a channel is, in a word. */
export function standingOf({ channel, health }: ChannelRow): ChannelStanding {
  const isNew = channel.value.awaitsPing === true;
  if (health === undefined || (health.value.failed.length === 0 && health.value.disabledAt === null))
    return { state: isNew ? "new" : "works", since: null, reason: null };
  const { disabledAt, since, reason } = health.value;
  return { state: disabledAt === null ? "failing" : "off", since, reason };
}

const channelPrefix = channelKey("", "").sk;
const sharedPrefix = channelPrefix.replace("#", "");
