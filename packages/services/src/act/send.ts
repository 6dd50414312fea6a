import type { Notification, SendContext, SendReceipt } from "@showrunner/channels/channel.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { deriveId } from "@showrunner/core/ids.ts";
import { channelKey } from "@showrunner/core/keys.ts";
import type { ChannelRecord } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { newTraceparent } from "../events/traceparent.ts";
import { type Destination, openDestination } from "./destinations.ts";
import { saveInboxMessage } from "./inbox.ts";
import { ourselves } from "./notices.ts";

/** Sends a notification to a channel, once. */
export async function sendTo(
  ctx: Services,
  { channel, kind, config, secrets, former }: Destination,
  notification: Notification,
  circumstances: Pick<SendContext, "attempt" | "repeated" | "replayed"> = { attempt: 1, repeated: false },
): Promise<SendReceipt> {
  const { accountId } = channel.value;
  const inbox: SendContext["inbox"] = (message) => saveInboxMessage(ctx, accountId, message);
  return await kind.send(
    { ...ctx.outbound, clock: ctx.clock, inbox, ...circumstances },
    { config, secrets, ...(former === undefined ? {} : { former }), notification },
  );
}

export function awaitsPing({ kind, channel }: Destination): boolean {
  return kind.pingsFirst === true && channel.value.awaitsPing === true;
}

/**
 * Sends a channel its ping, always under one id. Once it was taken, the channel is sent what it is there for. Throws the
 * channel's own problem when it was not.
 */
export async function ping(ctx: Services, to: Destination): Promise<SendReceipt> {
  const { id, accountId, name } = to.channel.value;
  const pingId = deriveId("act", ["ping", id]);
  const event = ownEvent(ctx, accountId, {
    id: pingId,
    type: "webhook.ping",
    subject: `channel:${id}`,
    data: { channel: name },
  });
  const receipt = await sendTo(ctx, to, {
    id: pingId,
    title: "Showrunner can reach you here",
    body: `This is the first message to "${name}".`,
    at: event.time,
    event,
    rule: { id: ourselves.ruleId, name: ourselves.ruleName },
  });
  // Of two that ping at once, one writes; of who changes the channel meanwhile, the next delivery pings again.
  await ctx.store.put(
    { ...channelKey(accountId, id), v: to.channel.v + 1, data: { ...to.channel.value, awaitsPing: false } },
    { kind: "version", v: to.channel.v },
  );
  return receipt;
}

/** Sends a new channel its ping, before there is anything to deliver. */
export async function pingNow(ctx: Services, { accountId, id }: ChannelRecord): Promise<SendReceipt> {
  return await ping(ctx, await openDestination(ctx, accountId, id));
}

/** An event of Showrunner's own, which is sent and not recorded. */
export function ownEvent(
  ctx: Services,
  accountId: string,
  about: Pick<ChangeEvent, "id" | "type" | "subject" | "data">,
): ChangeEvent {
  const now = new Date(ctx.clock.now()).toISOString();
  return {
    specversion: "1.0",
    source: ctx.source,
    time: now,
    recordedtime: now,
    traceparent: newTraceparent(ctx.random),
    accountid: accountId,
    ...about,
  };
}
