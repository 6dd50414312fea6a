import type { SendReceipt } from "@showrunner/channels/channel.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import type { Account, ChannelRecord } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { openDestination } from "./destinations.ts";
import { saveInboxMessage } from "./inbox.ts";
import { ourselves } from "./notices.ts";
import { newTraceparent } from "../events/traceparent.ts";

/**
 * Sends one test message to a channel, now and once: nothing is queued, tried again or recorded. Throws the
 * channel's own problem when it does not arrive.
 */
export async function testChannel(ctx: Services, account: Account, channel: ChannelRecord): Promise<SendReceipt> {
  const to = await openDestination(ctx, account.id, channel.id);
  const at = new Date(ctx.clock.now()).toISOString();
  const id = ctx.random.id("act");
  const event: ChangeEvent = {
    specversion: "1.0",
    id: ctx.random.id("evt"),
    source: ctx.source,
    type: "channel.tested",
    subject: "account",
    time: at,
    recordedtime: at,
    traceparent: newTraceparent(ctx.random),
    accountid: account.id,
    data: { channel: channel.name },
  };
  return await to.kind.send(
    {
      ...ctx.outbound,
      clock: ctx.clock,
      inbox: (message) => saveInboxMessage(ctx, account.id, message),
      attempt: 1,
      repeated: false,
    },
    {
      config: to.config,
      secrets: to.secrets,
      notification: {
        id,
        title: "Showrunner can reach you here",
        body: `This is a test of the channel "${channel.name}" of ${account.username}.`,
        at,
        event,
        rule: { id: ourselves.ruleId, name: ourselves.ruleName },
      },
    },
  );
}
