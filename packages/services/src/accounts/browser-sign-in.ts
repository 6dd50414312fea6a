import { hash, timingSafeEqual } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import type { Random } from "@showrunner/core/ids.ts";
import { signInKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import type { Tokens } from "@showrunner/trakt/oauth.ts";
import * as z from "zod";
import { connectAccount } from "./accounts.ts";
import type { Services } from "../context.ts";
import { type Entry, type HouseRules, type Welcome, welcomeBy } from "./registration.ts";
import { load, type Stored } from "../stored.ts";

/** How long a person may take at Trakt's page, unless said otherwise. */
export const signInLifeMs = 10 * 60_000;

/** Kept under the hash of its state: who reads the store can neither end a sign-in nor forge its browser. */
const SignIn = z.object({
  verifier: z.string(),
  /** Of the browser that began it. */
  nonceHash: z.string(),
  redirectUri: z.string(),
  /** Epoch ms. */
  expiresAt: z.number(),
  used: z.boolean(),
  /** What a newcomer brought along. */
  invite: z.string().nullish(),
  isVouchedFor: z.boolean().default(false),
  /** The page that the person wanted to see. */
  to: z.string().default("/"),
});
type SignIn = z.infer<typeof SignIn>;

export interface BegunSignIn {
  /** Trakt's page, to which the person's browser goes. */
  url: string;
  /** Tells this sign-in from others of the same browser. */
  id: string;
  /** What this browser keeps, and only it. */
  nonce: Secret<string>;
}

/**
 * Begins a sign-in by OAuth's authorization code: a state that serves once, a PKCE verifier that never leaves us, and a
 * nonce that binds both to the browser. RFC 6749 §10.12, RFC 7636, RFC 9700 §2.1.
 */
export async function beginSignIn(
  ctx: Services,
  redirectUri: string,
  lifeMs: number = signInLifeMs,
  { invite = null, isVouchedFor = false, to = "/" }: Entry & { to?: string } = {},
): Promise<BegunSignIn> {
  const state = unguessable(ctx.random);
  const verifier = unguessable(ctx.random);
  const nonce = unguessable(ctx.random);
  const stateHash = sha256(state);
  const data: SignIn = {
    verifier: await ctx.vault.seal(placeOf(stateHash), new Secret(verifier)),
    nonceHash: sha256(nonce),
    redirectUri,
    expiresAt: ctx.clock.now() + lifeMs,
    used: false,
    invite,
    isVouchedFor,
    to,
  };
  await ctx.store.put({ ...signInKey(stateHash), v: 1, data, ttl: ttlOf(data) }, { kind: "absent" });
  const url = ctx.trakt.oauth.authorizeUrl({ redirectUri, state, codeChallenge: sha256(verifier) });
  return { url, id: idOf(stateHash), nonce: new Secret(nonce) };
}

/** What Trakt sent the person back with. */
export interface SignInAnswer {
  state: string | undefined;
  code: string | undefined;
  /** `access_denied` and others of RFC 6749 §4.1.2.1. */
  error: string | undefined;
}

/**
 * Ends a sign-in: connects the account of whoever allowed it, a newcomer's by the rules of the house, and says where they
 * wanted to go. `nonceOf` gives what the browser kept for the sign-in of that id.
 *
 * Throws Problem `login.state_unknown`, `.other_browser`, `.expired`, `.used`, `.denied`, `.not_allowed`,
 * `.code_refused`, `.app_refused` or `.trakt_down`, and what `welcomeBy` throws.
 */
export async function finishSignIn(
  ctx: Services,
  answer: SignInAnswer,
  nonceOf: (id: string) => string | undefined,
  rules: HouseRules,
): Promise<{ account: Account; to: string }> {
  const stateHash = sha256(answer.state ?? "");
  const found = await load(ctx.store, SignIn, signInKey(stateHash));
  if (found === undefined)
    throw problem("state_unknown", "this sign-in was not begun here, or long ago", "Begin it again from here.");
  if (found.value.used) throw over();
  if (found.value.expiresAt <= ctx.clock.now())
    throw problem("expired", "this sign-in took more than ten minutes", "Begin it again; it takes a minute.");
  if (!isSame(found.value.nonceHash, sha256(nonceOf(idOf(stateHash)) ?? "")))
    throw problem(
      "other_browser",
      "this sign-in was begun in another browser",
      "Nobody was connected. Go on in the browser that began it, with cookies allowed, or begin it again in this one.",
    );
  await consume(ctx, stateHash, found);
  const { error, code } = answer;
  if (error === "access_denied")
    throw problem("denied", "access was refused at Trakt", "Nobody was connected. Begin again, and allow it.");
  if (error !== undefined || code === undefined)
    throw problem(
      "not_allowed",
      `Trakt sent no code${error === undefined ? "" : `, but the error ${nameOf(error)}`}`,
      "Look whether the app's settings at Trakt are as they are here, the redirect URI above all.",
    );
  const { invite, isVouchedFor, to } = found.value;
  const welcome = welcomeBy(ctx, rules, { invite, isVouchedFor });
  return { account: await exchange(ctx, found.value, stateHash, code, welcome), to };
}

/** A state serves once: whoever writes first has it. */
async function consume(ctx: Services, stateHash: string, { v, value }: Stored<SignIn>): Promise<void> {
  const data: SignIn = { ...value, verifier: "", used: true };
  const item = { ...signInKey(stateHash), v: v + 1, data, ttl: ttlOf(value) };
  if (!(await ctx.store.put(item, { kind: "version", v }))) throw over();
}

/** Kept a while longer than it is good, so that who comes late is told so. */
function ttlOf({ expiresAt }: SignIn): number {
  return Math.ceil((expiresAt + signInLifeMs) / 1000);
}

function over(): Problem {
  return problem("used", "this sign-in is over already", "Look at the dashboard whether it worked, or begin it again.");
}

async function exchange(
  ctx: Services,
  signIn: SignIn,
  stateHash: string,
  code: string,
  welcome: Welcome,
): Promise<Account> {
  const { redirectUri } = signIn;
  const verifier = await ctx.vault.open(placeOf(stateHash), signIn.verifier);
  let tokens: Tokens;
  try {
    tokens = await ctx.trakt.oauth.exchangeCode({ code, redirectUri, codeVerifier: verifier.reveal() });
    return await connectAccount(ctx, tokens, redirectUri, welcome);
  } catch (error) {
    throw error instanceof TraktError ? refusalOf(error) : error;
  }
}

/** What Trakt's refusal of a code means to the person. */
function refusalOf(error: TraktError): Problem {
  switch (error.kind) {
    case "invalid_grant":
    case "validation":
      return problem("code_refused", "Trakt no longer takes the code that it gave", "Begin the sign-in again.", error);
    case "unauthorized":
    case "forbidden":
      return problem(
        "app_refused",
        "Trakt refused this app",
        "Look whether TRAKT_CLIENT_ID and TRAKT_CLIENT_SECRET are those of your app at Trakt.",
        error,
      );
    default:
      return problem(
        "trakt_down",
        "Trakt gave no usable answer, and nobody was connected",
        "Begin the sign-in again in a few minutes.",
        error,
      );
  }
}

function problem(name: string, message: string, hint: string, cause?: unknown): Problem {
  return new Problem({ code: `login.${name}`, message, hint, ...(cause === undefined ? {} : { cause }) });
}

/** An error code as RFC 6749 spells them; what anybody may have put into an address is not repeated. */
function nameOf(error: string): string {
  return /^[a-z_]{1,40}$/.test(error) ? error : "that is no known one";
}

/** 60 characters, of 360 random bits: as a PKCE verifier may have. RFC 7636 §4.1. */
function unguessable(random: Random): string {
  return Array.from({ length: 3 }, () => random.id("own").slice("own_".length)).join("");
}

/** base64url without padding, as S256 challenges are. */
function sha256(text: string): string {
  return hash("sha256", text, "base64url");
}

function isSame(oneHash: string, otherHash: string): boolean {
  const [one, other] = [Buffer.from(oneHash), Buffer.from(otherHash)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function idOf(stateHash: string): string {
  return stateHash.slice(0, 8);
}

/** Nobody's yet: all sign-ins share one data key, and their states keep the sealed verifiers apart. */
function placeOf(stateHash: string) {
  return { purpose: "tokens" as const, accountId: "SIGNIN", field: stateHash };
}
