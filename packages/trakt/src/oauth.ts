import type { Clock } from "@showrunner/core/clock.ts";
import { Secret } from "@showrunner/core/secret.ts";
import * as z from "zod";
import { unreadableReply } from "./classify.ts";
import { TraktError } from "./errors.ts";
import { exchange } from "./exchange.ts";
import type { Governor } from "./governor.ts";
import { jsonOf } from "./reply.ts";
import type { Transport } from "./transport.ts";

/** What a person granted. Good from `createdAtMs` (epoch ms, Trakt's clock) for `expiresInMs`; never assume a length. */
export interface Tokens {
  accessToken: Secret<string>;
  /** Serves once: every refresh answers a new one. */
  refreshToken: Secret<string>;
  createdAtMs: number;
  expiresInMs: number;
}

export interface DeviceCode {
  deviceCode: Secret<string>;
  /** What the person types in at `verificationUrl`. */
  userCode: string;
  verificationUrl: string;
  expiresInMs: number;
  /** Between two polls, at least. */
  intervalMs: number;
}

export type DevicePoll =
  | { kind: "token"; tokens: Tokens }
  | { kind: "pending" }
  /** Polled too often: wait longer between polls. */
  | { kind: "slow_down" }
  | { kind: "not_found" | "already_used" | "expired" | "denied" };

export interface OAuthCallOptions {
  signal?: AbortSignal;
}

/** Trakt's OAuth: JSON bodies, no HTTP Basic. All but `pollDeviceToken` throw TraktError for what is not a success. */
export interface OAuth {
  deviceCode(options?: OAuthCallOptions): Promise<DeviceCode>;
  /** One attempt; the caller waits between attempts. */
  pollDeviceToken(deviceCode: Secret<string>, options?: OAuthCallOptions): Promise<DevicePoll>;
  /** `redirectUri` as it was in the authorize URL; `codeVerifier` where that had a challenge. */
  exchangeCode(
    input: { code: string; redirectUri: string; codeVerifier?: string },
    options?: OAuthCallOptions,
  ): Promise<Tokens>;
  /**
   * A new pair for the refresh token, which is used up by it. Kind `invalid_grant`: it is no good, for ever. Kind
   * `no_answer` with `sent`, `unreadable_reply` and `server`: Trakt may have used it up, and the new pair is lost.
   */
  refresh(refreshToken: Secret<string>, options?: OAuthCallOptions & { redirectUri?: string }): Promise<Tokens>;
  revoke(token: Secret<string>, options?: OAuthCallOptions): Promise<void>;
  /** Where to send a person's browser. `codeChallenge` is the S256 one of PKCE. */
  authorizeUrl(input: { redirectUri: string; state: string; codeChallenge?: string }): string;
}

interface OAuthOptions {
  on: { transport: Transport; governor: Governor | undefined; clock: Clock };
  authUrl: string;
  headers: string[];
  clientId: string;
  clientSecret: Secret<string>;
}

const TokenReply = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  /** Seconds. */
  expires_in: z.number().positive(),
  /** Epoch seconds; from now on where it is missing, as OAuth has it. RFC 6749 §5.1. */
  created_at: z.number().positive().nullish(),
});

const DeviceCodeReply = z.object({
  device_code: z.string().min(1),
  user_code: z.string().min(1),
  verification_url: z.string().min(1),
  expires_in: z.number().positive(),
  interval: z.number().positive(),
});

export function createOAuth(options: OAuthOptions): OAuth {
  const { on, headers, clientId, clientSecret } = options;
  const app = {
    client_id: clientId,
    ...(clientSecret.reveal() === "" ? {} : { client_secret: clientSecret.reveal() }),
  };

  /** @param sent what is secret in `body`. */
  async function post<Reply extends z.ZodType>(
    path: string,
    body: Readonly<Record<string, string>>,
    sent: readonly string[],
    reply: Reply,
    signal: AbortSignal | undefined,
    ownLimit = false,
  ): Promise<z.output<Reply>> {
    const secrets = [...sent, clientSecret.reveal(), clientId];
    const request = { method: "POST" as const, path, headers, body: JSON.stringify(body), about: path, secrets };
    const answer = await exchange(on, { ...request, person: null, bucket: "write", ownLimit }, signal);
    const parsed = z.safeParse(reply, jsonOf(answer));
    if (parsed.success) return parsed.data;
    throw unreadableReply({ method: "POST", path, secrets }, answer.status, "it holds no tokens or codes");
  }

  return {
    async deviceCode(call) {
      const reply = await post("/oauth/device/code", { client_id: clientId }, [], DeviceCodeReply, call?.signal);
      return {
        deviceCode: new Secret(reply.device_code),
        userCode: reply.user_code,
        verificationUrl: reply.verification_url,
        expiresInMs: reply.expires_in * 1000,
        intervalMs: reply.interval * 1000,
      };
    },
    async pollDeviceToken(deviceCode, call) {
      const code = deviceCode.reveal();
      try {
        const reply = await post("/oauth/device/token", { ...app, code }, [code], TokenReply, call?.signal, true);
        return { kind: "token", tokens: tokensOf(reply, on.clock.now()) };
      } catch (error) {
        const outcome = error instanceof TraktError ? outcomeOf(error) : undefined;
        if (outcome === undefined) throw error;
        return outcome;
      }
    },
    async exchangeCode({ code, redirectUri, codeVerifier }, call) {
      const body = {
        ...app,
        grant_type: "authorization_code",
        code,
        redirect_uri: redirectUri,
        ...(codeVerifier === undefined ? {} : { code_verifier: codeVerifier }),
      };
      const reply = await post("/oauth/token", body, [code, codeVerifier ?? ""], TokenReply, call?.signal);
      return tokensOf(reply, on.clock.now());
    },
    async refresh(refreshToken, call) {
      const token = refreshToken.reveal();
      const body = {
        ...app,
        grant_type: "refresh_token",
        refresh_token: token,
        ...(call?.redirectUri === undefined ? {} : { redirect_uri: call.redirectUri }),
      };
      const reply = await post("/oauth/token", body, [token], TokenReply, call?.signal);
      return tokensOf(reply, on.clock.now());
    },
    async revoke(token, call) {
      await post("/oauth/revoke", { ...app, token: token.reveal() }, [token.reveal()], z.unknown(), call?.signal);
    },
    authorizeUrl({ redirectUri, state, codeChallenge }) {
      const url = new URL(`${options.authUrl.replace(/\/$/, "")}/oauth/authorize`);
      url.searchParams.set("response_type", "code");
      url.searchParams.set("client_id", clientId);
      url.searchParams.set("redirect_uri", redirectUri);
      url.searchParams.set("state", state);
      if (codeChallenge !== undefined) {
        url.searchParams.set("code_challenge", codeChallenge);
        url.searchParams.set("code_challenge_method", "S256");
      }
      return url.href;
    },
  };
}

function tokensOf(reply: z.infer<typeof TokenReply>, nowMs: number): Tokens {
  return {
    accessToken: new Secret(reply.access_token),
    refreshToken: new Secret(reply.refresh_token),
    createdAtMs: reply.created_at == null ? nowMs : reply.created_at * 1000,
    expiresInMs: reply.expires_in * 1000,
  };
}

/** What each status says of a device code. Trakt: POST /oauth/device/token. */
function outcomeOf(error: TraktError): DevicePoll | undefined {
  switch (error.status) {
    case 400:
      return { kind: "pending" };
    case 404:
      return { kind: "not_found" };
    case 409:
      return { kind: "already_used" };
    case 410:
      return { kind: "expired" };
    case 418:
      return { kind: "denied" };
    case 429:
      return { kind: "slow_down" };
    default:
      return undefined;
  }
}
