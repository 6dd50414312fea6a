import { hash, timingSafeEqual } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import { deviceSignInKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import type { DevicePoll } from "@showrunner/trakt/oauth.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load, type Stored } from "../stored.ts";
import { connectAccount } from "./accounts.ts";
import { type Entry, type HouseRules, welcomeBy } from "./registration.ts";
import { codeIsOver, slowDownMs } from "./sign-in.ts";

/** Kept under the hash of its id: who reads the store can neither end a sign-in nor forge its browser. Epoch ms. */
const DeviceSignIn = z.object({
  /** Sealed: with it and the app's secret, whoever asks first gets the tokens. */
  deviceCode: z.string(),
  nonceHash: z.string(),
  invite: z.string().nullable(),
  isVouchedFor: z.boolean(),
  intervalMs: z.number(),
  nextAskAt: z.number(),
  expiresAt: z.number(),
  used: z.boolean(),
});
type DeviceSignIn = z.infer<typeof DeviceSignIn>;

export interface BegunDeviceSignIn {
  /** Tells this sign-in from others, and is told to nobody but its browser. */
  id: string;
  /** What this browser keeps, and only it. */
  nonce: Secret<string>;
  userCode: string;
  verificationUrl: string;
  expiresInMs: number;
  intervalMs: number;
}

/** Begins a sign-in by a code that the person types in at Trakt, in whatever browser they like. RFC 8628. */
export async function beginDeviceSignIn(ctx: Services, entry: Entry = {}): Promise<BegunDeviceSignIn> {
  const code = await ctx.trakt.oauth.deviceCode();
  const [id, nonce] = [unguessable(ctx), unguessable(ctx)];
  const now = ctx.clock.now();
  const data: DeviceSignIn = {
    deviceCode: await ctx.vault.seal(placeOf(id), code.deviceCode),
    nonceHash: sha256(nonce),
    invite: entry.invite ?? null,
    isVouchedFor: entry.isVouchedFor ?? false,
    intervalMs: code.intervalMs,
    nextAskAt: now + code.intervalMs,
    expiresAt: now + code.expiresInMs,
    used: false,
  };
  await ctx.store.put({ ...deviceSignInKey(sha256(id)), ...rowOf(data, 1) }, { kind: "absent" });
  const { userCode, verificationUrl, expiresInMs, intervalMs } = code;
  return { id, nonce: new Secret(nonce), userCode, verificationUrl, expiresInMs, intervalMs };
}

/**
 * Whether the code was typed in by now. Trakt is asked no oftener than it wants, however often this is, and by one
 * worker at a time. Whoever typed it in is connected, by the rules of the house.
 *
 * Throws Problem `login.state_unknown`, `.other_browser`, `.used`, `.code_expired`, `.denied` and the others of a code,
 * and what `welcomeBy` throws.
 */
export async function lookAtDeviceSignIn(
  ctx: Services,
  { id, nonce }: { id: string; nonce: string | undefined },
  rules: HouseRules,
): Promise<{ state: "pending"; retryAfterMs: number } | { state: "connected"; account: Account }> {
  const key = deviceSignInKey(sha256(id.slice(0, 200)));
  const found = await load(ctx.store, DeviceSignIn, key);
  if (found === undefined) throw problem("state_unknown", "this sign-in was not begun here, or long ago");
  if (!isSame(found.value.nonceHash, sha256(nonce ?? "")))
    throw problem("other_browser", "this sign-in was begun in another browser");
  if (found.value.used) throw problem("used", "this sign-in is over already");
  const now = ctx.clock.now();
  if (found.value.expiresAt <= now) throw codeIsOver("expired");
  if (now < found.value.nextAskAt) return pending(found.value, now);
  const asking = { ...found.value, nextAskAt: now + Math.max(found.value.intervalMs, askingMs) };
  // Whoever writes it down first asks.
  if (!(await save(ctx, key, asking, found))) return pending(asking, now);
  const held = { v: found.v + 1, value: asking };
  const poll = await ask(ctx, id, asking);
  if (poll.kind === "token") {
    await save(ctx, key, { ...asking, deviceCode: "", used: true }, held);
    const { invite, isVouchedFor } = asking;
    return {
      state: "connected",
      account: await connectAccount(ctx, poll.tokens, null, welcomeBy(ctx, rules, { invite, isVouchedFor })),
    };
  }
  if (poll.kind !== "pending" && poll.kind !== "slow_down") throw codeIsOver(poll.kind);
  const intervalMs = asking.intervalMs + (poll.kind === "slow_down" ? slowDownMs : 0);
  const next = { ...asking, intervalMs, nextAskAt: ctx.clock.now() + intervalMs };
  await save(ctx, key, next, held);
  return pending(next, ctx.clock.now());
}

/** While one asks, others wait so long: longer than Trakt takes to answer. */
const askingMs = 15_000;

/** What Trakt says; while it has trouble, as if nothing had been typed in yet. */
async function ask(ctx: Services, id: string, { deviceCode }: DeviceSignIn): Promise<DevicePoll> {
  const code = await ctx.vault.open(placeOf(id), deviceCode);
  try {
    return await ctx.trakt.oauth.pollDeviceToken(code);
  } catch (error) {
    if (error instanceof TraktError && error.retry.kind !== "never") return { kind: "slow_down" };
    throw error;
  }
}

function pending({ nextAskAt }: DeviceSignIn, now: number) {
  return { state: "pending" as const, retryAfterMs: Math.max(1000, nextAskAt - now) };
}

async function save(
  ctx: Services,
  key: ReturnType<typeof deviceSignInKey>,
  data: DeviceSignIn,
  { v }: Stored<DeviceSignIn>,
): Promise<boolean> {
  return await ctx.store.put({ ...key, ...rowOf(data, v + 1) }, { kind: "version", v });
}

const rowOf = (data: DeviceSignIn, v: number) => ({ v, data, ttl: Math.ceil(data.expiresAt / 1000) });

const problem = (name: string, message: string): Problem =>
  new Problem({ code: `login.${name}`, message, hint: "Begin it again; it takes a minute." });

const unguessable = ({ random }: Services): string => `${random.id("own").slice(4)}${random.id("own").slice(4)}`;

const sha256 = (text: string): string => hash("sha256", text, "base64url");

function isSame(oneHash: string, otherHash: string): boolean {
  const [one, other] = [Buffer.from(oneHash), Buffer.from(otherHash)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Nobody's yet: all sign-ins share one data key, and their ids keep the sealed codes apart. */
const placeOf = (id: string) => ({ purpose: "tokens" as const, accountId: "SIGNIN", field: sha256(id) });
