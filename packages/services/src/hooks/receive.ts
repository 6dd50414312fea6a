import { hash } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import type { DraftOf } from "@showrunner/core/events/envelope.ts";
import { hookRateKey, hookSeenKey, profileKey } from "@showrunner/core/keys.ts";
import { Account } from "@showrunner/core/records.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { recordEvents } from "../events/record-events.ts";
import { load } from "../stored.ts";
import { type HookRecord, isSecretOf, isSigned, signingSecret } from "./hook.ts";
import { hookAt } from "./hooks.ts";
import { fieldsOf, payloadOf } from "./payload.ts";
import { senders } from "./senders/table.ts";

/** A call of a hook's address. */
export interface HookCall {
  hookId: string;
  secret: string;
  /** The value of a header, by its lower-case name. */
  header(name: string): string | undefined;
  body: Uint8Array;
}

/** What came of a call. */
export interface HookReceipt {
  eventId: string;
  /** It had been received before, and is the same event. */
  duplicate: boolean;
}

/**
 * Receives what somebody sent to a hook: one event, however often the same is sent. Throws Problem `hook.unknown` (also for
 * a wrong secret), `hook.disabled`, `hook.unsigned`, `hook.too_often`, `hook.invalid` or `body.too_large`.
 */
export async function receiveHook(ctx: Services, call: HookCall): Promise<HookReceipt> {
  const hook = await hookAt(ctx, call.hookId);
  const account = hook && (await load(ctx.store, Account, profileKey(hook.accountId)))?.value;
  if (hook === undefined || account === undefined || !isSecretOf(hook, call.secret))
    throw new Problem({
      code: "hook.unknown",
      message: "there is no hook at this address",
      hint: "Its owner can make it another address with a new secret.",
    });
  if (!hook.enabled) throw new Problem({ code: "hook.disabled", message: "this hook is switched off" });
  await takeTurn(ctx, hook);
  const now = ctx.clock.now();
  if (hook.signed && !isSigned(signingSecret(hook, call.secret), call.header, call.body, now))
    throw new Problem({
      code: "hook.unsigned",
      message: "the call is not signed with this hook's secret, or was signed too long ago",
      hint: "Sign it as Standard Webhooks has it, or with x-hub-signature-256.",
    });
  const sent = { contentType: call.header("content-type") ?? "", body: call.body };
  const { text, payload } = await payloadOf(sent, ctx.settings.hooks);
  const told = senders[hook.kind](payload);

  const delivery = deliveryOf(hook, call, text);
  const seen = await firstSeen(ctx, hook, delivery);
  const { event, watched, playing, user, device, title, media } = told;
  const draft: DraftOf<"hook.received"> = {
    type: "hook.received",
    subject: `hook:${hook.id}`,
    time: new Date(seen.at).toISOString(),
    identity: `${hook.id}:${delivery.key}@${seen.at}`,
    data: {
      hook: {
        id: hook.id,
        name: hook.name,
        kind: hook.kind,
        event,
        watched,
        playing,
        ...(user === undefined ? {} : { user }),
        ...(device === undefined ? {} : { device }),
        ...(title === undefined ? {} : { title }),
        fields: fieldsOf(payload),
      },
      ...(media === undefined ? {} : { item_type: media.type, media }),
      payload,
    },
  };
  // Also of what was seen before: a crash may have kept it from being recorded.
  const { events, fresh } = await recordEvents(ctx, account, [{ draft }]);
  return { eventId: events[0]?.id ?? "", duplicate: fresh === 0 };
}

interface Delivery {
  key: string;
  /** For how long the same key is the same delivery. */
  forMs: number;
}

/** Programs that name a delivery try for a day at most; others try again within minutes, if at all. */
const sameIdMs = 24 * 3_600_000;
const sameBodyMs = 5 * 60_000;

/** Headers in which senders name a delivery, the same on every try. */
const deliveryHeaders = ["webhook-id", "idempotency-key", "x-delivery-id", "x-github-delivery"];

function deliveryOf(hook: HookRecord, call: HookCall, text: string): Delivery {
  const named = deliveryHeaders.map((name) => call.header(name)).find((value) => value !== undefined && value !== "");
  if (named !== undefined) return { key: hash("sha256", `id ${named}`, "base64url"), forMs: sameIdMs };
  return { key: hash("sha256", `${hook.kind} ${text}`, "base64url"), forMs: sameBodyMs };
}

const Seen = z.object({ at: z.number() });

/** When a delivery came first; of two workers that have it at once, both are told the same. */
async function firstSeen(ctx: Services, hook: HookRecord, { key, forMs }: Delivery): Promise<{ at: number }> {
  const at = hookSeenKey(hook.id, key);
  for (;;) {
    const now = ctx.clock.now();
    const known = await load(ctx.store, Seen, at);
    if (known !== undefined && now - known.value.at < forMs) return known.value;
    const ttl = Math.ceil((now + 2 * forMs) / 1000);
    const saved = await ctx.store.put(
      { ...at, v: (known?.v ?? 0) + 1, data: { at: now }, ttl },
      known === undefined ? { kind: "absent" } : { kind: "version", v: known.v },
    );
    if (saved) return { at: now };
  }
}

const Turns = z.object({ left: z.number(), at: z.number() });
/** Calls that come at once take their turns one after another. */
const mostTries = 20;

/** So many calls at once, and as many a minute: whoever has the address floods nobody but themselves. */
async function takeTurn(ctx: Services, hook: HookRecord): Promise<void> {
  const { callsPerMinute } = ctx.settings.hooks;
  for (let tries = 0; tries < mostTries; tries++) {
    const now = ctx.clock.now();
    const known = await load(ctx.store, Turns, hookRateKey(hook.id));
    const since = known === undefined ? 0 : Math.max(0, now - known.value.at);
    const left = Math.min(callsPerMinute, (known?.value.left ?? callsPerMinute) + (since / 60_000) * callsPerMinute);
    if (left < 1) break;
    const saved = await ctx.store.put(
      { ...hookRateKey(hook.id), v: (known?.v ?? 0) + 1, data: { left: left - 1, at: now } },
      known === undefined ? { kind: "absent" } : { kind: "version", v: known.v },
    );
    if (saved) return;
  }
  throw new Problem({
    code: "hook.too_often",
    message: `this hook is called more than ${callsPerMinute} times a minute`,
    hint: "Send less, or try again in a minute.",
    retry: { kind: "after", afterMs: 60_000 },
  });
}
