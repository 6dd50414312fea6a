import type { SendReceipt } from "@showrunner/channels/channel.ts";
import type { Account, ChannelRecord } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { openDestination } from "./destinations.ts";
import { ourselves } from "./notices.ts";
import { awaitsPing, ownEvent, ping, sendTo } from "./send.ts";

/**
 * Sends one test message to a channel, now and once: nothing is queued, tried again or recorded. What has not taken its
 * ping yet is sent that. Throws the channel's own problem when it does not arrive.
 */
export async function testChannel(ctx: Services, account: Account, channel: ChannelRecord): Promise<SendReceipt> {
  const to = await openDestination(ctx, account.id, channel.id);
  if (awaitsPing(to)) return await ping(ctx, to);
  const event = ownEvent(ctx, account.id, {
    id: ctx.random.id("evt"),
    type: "channel.tested",
    subject: "account",
    data: { channel: channel.name },
  });
  return await sendTo(ctx, to, {
    id: ctx.random.id("act"),
    title: "Showrunner can reach you here",
    body: `This is a test of the channel "${channel.name}" of ${account.username}.`,
    at: event.time,
    event,
    rule: { id: ourselves.ruleId, name: ourselves.ruleName },
  });
}
