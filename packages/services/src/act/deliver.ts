import type { SendReceipt } from "@showrunner/channels/channel.ts";
import type { Exchange } from "@showrunner/channels/exchange.ts";
import { ChannelProblem } from "@showrunner/channels/problem.ts";
import { isDelivery, type ActionRequest } from "@showrunner/core/actions.ts";
import { messageOf, retryOf } from "@showrunner/core/errors.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { eventKey } from "@showrunner/core/keys.ts";
import type { Message } from "@showrunner/core/ports/queue.ts";
import type { ActionRecord, DeliveryTry } from "@showrunner/core/records.ts";
import { bury, claim, type Claim, delay, finish, postpone, retryAt } from "./actions.ts";
import { nextTryMs } from "./backoff.ts";
import { ActionNotice, consume } from "../consume.ts";
import type { BatchResult, Services } from "../context.ts";
import { type Destination, destinationsOf } from "./destinations.ts";
import { noteFailing, noteWorking } from "./channel-health.ts";
import { awaitsPing, ping, sendTo } from "./send.ts";
import { load } from "../stored.ts";
import { logAction } from "./log-action.ts";
import { quietHoursOf } from "../timing/quiet-now.ts";
import { isTakenBack, takenBackWords, undosOf } from "../undo/undos.ts";

type Delivery = Extract<ActionRequest, { do: "notify" | "webhook" }>;

/** Sends each notification and webhook to its channel: claimed first, recorded after, tried again by its kind's schedule. */
export async function deliver(ctx: Services, messages: readonly Message[]): Promise<BatchResult> {
  const destinations = destinationsOf(ctx);
  const quietHours = quietHoursOf(ctx);
  const greeted = greetingsOf(ctx);
  const undos = undosOf(ctx);
  return await consume(ctx, "deliver", messages, ActionNotice, async ({ accountId, actionId }) => {
    const claimed = await claim(ctx, accountId, actionId);
    if (claimed === undefined) return;
    const action = claimed.stored.value;
    if (!isDelivery(action.request)) return;
    if (!isReplay(action) && isTakenBack(await undos(accountId), action)) {
      const outcome = takenBackWords(action);
      await finish(ctx, claimed, outcome);
      logAction(ctx, action, "done", outcome);
      return;
    }
    const quiet = await quietHours(claimed);
    if (quiet !== undefined) {
      await postpone(ctx, claimed, quiet);
      logAction(ctx, action, "waiting", quiet.reason);
      return;
    }
    const startedMs = ctx.clock.now();
    let to: Destination | undefined;
    try {
      to = await destinations(action.accountId, action.request.channel);
      await greeted(to);
      const { detail, status, exchange } = await send(ctx, to, claimed);
      await finish(ctx, claimed, detail, tryOf(ctx, action, { startedMs, reason: detail, status, exchange }));
      logAction(ctx, action, "done", detail);
    } catch (error) {
      await failed(ctx, claimed, { request: action.request, to, startedMs, error });
      return;
    }
    await noteWorking(ctx, to.health);
  });
}

/** Pings each channel of a batch that has not taken its ping yet, once. */
function greetingsOf(ctx: Services): (to: Destination) => Promise<void> {
  const greeting = new Map<string, Promise<unknown>>();
  return async (to) => {
    if (!awaitsPing(to)) return;
    const { id } = to.channel.value;
    const pinged = greeting.get(id) ?? ping(ctx, to);
    greeting.set(id, pinged);
    try {
      await pinged;
    } catch (error) {
      throw unanswered(error);
    }
  };
}

/** What waits for the answer waits by its schedule, whatever the ping was answered: the receiver may not be up yet. */
function unanswered(error: unknown): unknown {
  if (!(error instanceof ChannelProblem) || error.code === "channel.gone" || error.code === "channel.resting")
    return error;
  const { message, hint, retry, status, exchange, operatorDetail } = error;
  return new ChannelProblem({
    code: "channel.awaits_ping",
    message: `The ping that comes first was not taken, and nothing else is sent until it is: ${message}`,
    ...(hint === undefined ? {} : { hint }),
    retry: retry.kind === "never" ? { kind: "default" } : retry,
    status,
    exchange,
    operatorDetail,
  });
}

async function send(ctx: Services, to: Destination, claimed: Claim): Promise<SendReceipt> {
  const action = claimed.stored.value;
  const { request } = action;
  const stored =
    action.eventId === "" ? undefined : await load(ctx.store, ChangeEvent, eventKey(action.accountId, action.eventId));
  const told = request.do === "notify" ? request : { title: action.ruleName, body: stored?.value.type ?? "" };
  return await sendTo(
    ctx,
    to,
    {
      id: action.id,
      title: told.title,
      body: told.body,
      ...("url" in told && told.url !== undefined ? { url: told.url } : {}),
      at: action.createdAt,
      event: stored?.value ?? noticeEvent(ctx, action),
      rule: { id: action.ruleId, name: action.ruleName },
    },
    { attempt: action.attempts, repeated: claimed.repeated, replayed: isReplay(action) },
  );
}

const isReplay = ({ replays }: ActionRecord): boolean => (replays ?? 0) > 0;

function tryOf(
  ctx: Services,
  action: ActionRecord,
  tried: { startedMs: number; reason: string; status?: number | undefined; exchange?: Exchange | undefined },
): DeliveryTry {
  const { startedMs, reason, status, exchange } = tried;
  return {
    at: new Date(startedMs).toISOString(),
    tookMs: exchange?.tookMs ?? ctx.clock.now() - startedMs,
    status: exchange?.status ?? status ?? null,
    reason,
    ...(isReplay(action) ? { isReplay: true } : {}),
    requestHeaders: { ...exchange?.requestHeaders },
    responseHeaders: { ...exchange?.responseHeaders },
    answer: exchange?.answer ?? null,
  };
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

interface Failure {
  request: Delivery;
  /** Undefined where there is no such channel, or it is switched off. */
  to: Destination | undefined;
  startedMs: number;
  error: unknown;
}

/** What says nothing of the receiver: it was not sent, or is too large for it. */
const ofOurs: readonly string[] = ["channel.resting", "channel.too_large"];

async function failed(ctx: Services, claimed: Claim, { request, to, startedMs, error }: Failure): Promise<void> {
  const action = claimed.stored.value;
  const reason = messageOf(error);
  const retry = retryOf(error);
  const problem = error instanceof ChannelProblem ? error : undefined;
  if (problem?.code === "channel.resting" && retry.kind === "after") {
    await delay(ctx, claimed, { dueAt: ctx.clock.now() + retry.afterMs, reason });
    logAction(ctx, action, "waiting", reason);
    return;
  }
  const waits = request.do === "webhook" ? ctx.settings.webhookRetrySeconds : ctx.settings.writeRetrySeconds;
  const inMs = nextTryMs(waits, action.attempts, retry, ctx.random);
  const { status, exchange } = problem ?? {};
  const tried = to === undefined ? undefined : tryOf(ctx, action, { startedMs, reason, status, exchange });
  if (inMs === undefined) {
    await bury(ctx, claimed, reason, tried);
    logAction(ctx, action, "dead", reason);
  } else {
    // A receiver that knows no ids may have shown what it did not acknowledge: that is counted, and the next try is marked.
    const unsure = problem?.uncertain === true && request.do === "notify";
    await retryAt(ctx, claimed, {
      dueAt: ctx.clock.now() + inMs,
      reason,
      unsure,
      ...(tried === undefined ? {} : { tried }),
    });
    logAction(ctx, action, "retry", `${reason}; again in ${Math.round(inMs / 1000)} s`);
  }
  const isOfReceiver = problem === undefined || !ofOurs.includes(problem.code);
  if (to !== undefined && isOfReceiver)
    await noteFailing(ctx, to.channel.value, { actionId: action.id, startedMs, error });
}
