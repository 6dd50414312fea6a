import type { SendReceipt } from "@showrunner/channels/channel.ts";
import { ChannelProblem } from "@showrunner/channels/problem.ts";
import { isDelivery, type ActionRequest } from "@showrunner/core/actions.ts";
import { messageOf, retryOf } from "@showrunner/core/errors.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { eventKey } from "@showrunner/core/keys.ts";
import type { Message } from "@showrunner/core/ports/queue.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import { bury, claim, type Claim, finish, retryAt } from "./actions.ts";
import { nextTryMs } from "./backoff.ts";
import { ActionNotice, consume } from "../consume.ts";
import type { BatchResult, Services } from "../context.ts";
import { type Destination, destinationsOf } from "./destinations.ts";
import { saveInboxMessage } from "./inbox.ts";
import { load } from "../stored.ts";
import { logAction } from "./log-action.ts";

type Delivery = Extract<ActionRequest, { do: "notify" | "webhook" }>;

/** Sends each notification and webhook to its channel: claimed first, recorded after, tried again by its kind's schedule. */
export async function deliver(ctx: Services, messages: readonly Message[]): Promise<BatchResult> {
  const destinations = destinationsOf(ctx);
  return await consume(ctx, "deliver", messages, ActionNotice, async ({ accountId, actionId }) => {
    const claimed = await claim(ctx, accountId, actionId);
    if (claimed === undefined) return;
    const action = claimed.stored.value;
    if (!isDelivery(action.request)) return;
    try {
      const receipt = await send(ctx, await destinations(action.accountId, action.request.channel), claimed);
      await finish(ctx, claimed, receipt.detail);
      logAction(ctx, action, "done", receipt.detail);
    } catch (error) {
      await failed(ctx, claimed, action.request, error);
    }
  });
}

async function send(ctx: Services, to: Destination, claimed: Claim): Promise<SendReceipt> {
  const action = claimed.stored.value;
  const { request } = action;
  const stored =
    action.eventId === "" ? undefined : await load(ctx.store, ChangeEvent, eventKey(action.accountId, action.eventId));
  const told = request.do === "notify" ? request : { title: action.ruleName, body: stored?.value.type ?? "" };
  return await to.kind.send(
    {
      ...ctx.outbound,
      clock: ctx.clock,
      inbox: (message) => saveInboxMessage(ctx, action.accountId, message),
      attempt: action.attempts,
      repeated: claimed.repeated,
    },
    {
      config: to.config,
      secrets: to.secrets,
      notification: {
        id: action.id,
        title: told.title,
        body: told.body,
        ...("url" in told && told.url !== undefined ? { url: told.url } : {}),
        at: action.createdAt,
        event: stored?.value ?? noticeEvent(ctx, action),
        rule: { id: action.ruleId, name: action.ruleName },
      },
    },
  );
}

/** The event of a notice of our own, which no change at Trakt led to. */
function noticeEvent(ctx: Services, action: ActionRecord): ChangeEvent {
  return {
    specversion: "1.0",
    id: action.id,
    source: ctx.source,
    type: "connection.needs_reconnect",
    subject: "account",
    time: action.createdAt,
    recordedtime: action.createdAt,
    traceparent: action.traceparent,
    accountid: action.accountId,
    data: {},
  };
}

async function failed(ctx: Services, claimed: Claim, request: Delivery, error: unknown): Promise<void> {
  const action = claimed.stored.value;
  const waits = request.do === "webhook" ? ctx.settings.webhookRetrySeconds : ctx.settings.writeRetrySeconds;
  const inMs = nextTryMs(waits, action.attempts, retryOf(error), ctx.random);
  const reason = messageOf(error);
  if (inMs === undefined) {
    await bury(ctx, claimed, reason);
    logAction(ctx, action, "dead", reason);
    return;
  }
  // A receiver that knows no ids may have shown what it did not acknowledge: that is counted, and the next try is marked.
  const unsure = error instanceof ChannelProblem && error.uncertain && request.do === "notify";
  await retryAt(ctx, claimed, { dueAt: ctx.clock.now() + inMs, reason, unsure });
  logAction(ctx, action, "retry", `${reason}; again in ${Math.round(inMs / 1000)} s`);
}
