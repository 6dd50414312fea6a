import { hash } from "node:crypto";
import * as z from "zod";
import { empty, html, json, type Answer } from "../http/answer.ts";
import type { SandboxApp, Service } from "../http/service.ts";
import { edge, struckBy } from "../http/edge.ts";
import { lateFault } from "../http/late-faults.ts";
import { addressOf, respond, type SandboxContext } from "../http/wire.ts";
import type { Tokens } from "../world/sign-in.ts";
import { knownApp } from "./apps.ts";

const AskDevice = z.looseObject({ client_id: z.string() });
const TakeTokens = z.looseObject({ code: z.string(), client_id: z.string(), client_secret: z.string().optional() });
const Exchange = z.looseObject({
  grant_type: z.string(),
  client_id: z.string(),
  client_secret: z.string().optional(),
  refresh_token: z.string().optional(),
  code: z.string().optional(),
  redirect_uri: z.string().optional(),
  code_verifier: z.string().optional(),
});
type Exchange = z.infer<typeof Exchange>;
const Revoke = z.looseObject({ token: z.string(), client_id: z.string(), client_secret: z.string().optional() });

/** An early timer is no fast poller. */
const pollTolerance = 0.9;

/** What an exchange came to: tokens, or an OAuth error and its description. */
type Exchanged = Tokens | { error: string; error_description: string };

/** What auth.trakt.tv answers: the exchange of codes and tokens, device sign-in and revocation. */
export function oauthRoutes(app: SandboxApp, service: Service): void {
  const { world, ledger } = service;
  /** When each device code was last asked for: slowness is told of the pace, not of the world. */
  const polledAt = new Map<string, number>();

  const serve = (path: string, handle: (body: unknown, c: SandboxContext) => Answer): void => {
    app.post(path, (c) =>
      edge(service, c, path, async () => {
        const limited = service.limits.refuseOAuth({ address: addressOf(c), nowMs: ledger.now() });
        if (limited !== undefined) return respond(limited);
        const answer = handle(await bodyOf(c), c);
        return lateFault(service.faults, struckBy(service, c, path), c, answer) ?? respond(answer);
      }),
    );
    app.all(path, (c) => edge(service, c, path, () => respond(html(405, ""))));
  };

  const isApp = (told: { client_id: string; client_secret?: string | undefined }): boolean =>
    knownApp(ledger.behaviour, told.client_id)?.proves(told.client_secret) ?? false;

  serve("/oauth/device/code", (body, c) => {
    const asked = AskDevice.safeParse(body);
    if (!asked.success) return empty(400);
    if (knownApp(ledger.behaviour, asked.data.client_id) === undefined) return empty(403);
    const device = world.askDevice(asked.data.client_id);
    return json({
      device_code: device.deviceCode,
      user_code: device.userCode,
      verification_url: `${new URL(c.req.url).origin}/activate`,
      expires_in: ledger.behaviour.deviceLifeSeconds,
      interval: ledger.behaviour.deviceIntervalSeconds,
    });
  });

  serve("/oauth/device/token", (body) => {
    const asked = TakeTokens.safeParse(body);
    if (!asked.success) return empty(400);
    const device = world.device(asked.data.code);
    if (device === undefined || device.client !== asked.data.client_id) return empty(404);
    if (!isApp(asked.data)) return empty(401);
    const now = ledger.now();
    if (device.answer.kind === "used") return empty(409);
    if (device.expiresAt <= now) return empty(410);
    if (device.answer.kind === "denied") return empty(418);
    const { deviceIntervalSeconds } = ledger.behaviour;
    const last = polledAt.get(device.deviceCode);
    polledAt.set(device.deviceCode, now);
    if (last !== undefined && now >= last && now - last < deviceIntervalSeconds * 1000 * pollTolerance) {
      return empty(429, { "retry-after": String(deviceIntervalSeconds) });
    }
    const tokens = world.redeemDevice(device);
    return tokens === undefined ? empty(400) : json(tokens);
  });

  /** A code for tokens. RFC 6749 §4.1.3, RFC 7636 §4.6; an app with a verifier needs no secret. */
  const redeem = (asked: Exchange): Exchanged => {
    const code = world.code(asked.code ?? "");
    const secretless = asked.client_secret === undefined && (code?.challenge ?? null) !== null;
    if (!secretless && !isApp(asked)) return invalidClient;
    if (code === undefined || code.client !== asked.client_id) return invalidGrant("session not found");
    if (code.redirectUri !== asked.redirect_uri) return invalidGrant("redirect_uri does not match");
    const verified = asked.code_verifier === undefined ? null : hash("sha256", asked.code_verifier, "base64url");
    if (code.challenge !== verified) return invalidGrant("code_verifier does not match");
    return world.redeemCode(code);
  };

  const exchange = (asked: Exchange): Exchanged => {
    if (knownApp(ledger.behaviour, asked.client_id) === undefined) return invalidClient;
    switch (asked.grant_type) {
      case "authorization_code":
        return redeem(asked);
      case "refresh_token":
        if (!isApp(asked)) return invalidClient;
        return world.refresh(asked.refresh_token ?? "", asked.client_id) ?? invalidGrant("session not found");
      default:
        return { error: "unsupported_grant_type", error_description: "grant type is not supported" };
    }
  };

  serve("/oauth/token", (body) => {
    const asked = Exchange.safeParse(body);
    if (!asked.success) return json({ error: "invalid_request", error_description: "missing parameter" }, 400);
    const exchanged = exchange(asked.data);
    if ("access_token" in exchanged) return json(exchanged, 200, { "cache-control": "no-store" });
    const { invalidGrantStatus } = ledger.behaviour;
    return json(exchanged, exchanged.error === "unsupported_grant_type" ? 400 : invalidGrantStatus);
  });

  serve("/oauth/revoke", (body) => {
    const asked = Revoke.safeParse(body);
    if (!asked.success) return empty(400);
    if (!isApp(asked.data)) return empty(401);
    world.revokeToken(asked.data.token);
    return json({});
  });
}

const invalidClient = { error: "invalid_client", error_description: "unknown client, or a wrong secret" } as const;

const invalidGrant = (error_description: string): Exchanged => ({ error: "invalid_grant", error_description });

/** JSON or a form; undefined when it is neither. */
async function bodyOf(c: SandboxContext): Promise<unknown> {
  const text = await c.req.text();
  if ((c.req.header("content-type") ?? "").startsWith("application/x-www-form-urlencoded")) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
