import * as z from "zod";
import { empty, json, type Answer } from "../http/answer.ts";
import type { SandboxApp, Service } from "../http/service.ts";
import { edge, struckBy } from "../http/edge.ts";
import { lateFault } from "../http/late-faults.ts";
import { respond, type SandboxContext } from "../http/wire.ts";

const AskDevice = z.looseObject({ client_id: z.string() });
const TakeTokens = z.looseObject({ code: z.string(), client_id: z.string(), client_secret: z.string().optional() });
const Exchange = z.looseObject({
  grant_type: z.string(),
  client_id: z.string(),
  client_secret: z.string().optional(),
  refresh_token: z.string().optional(),
});
const Revoke = z.looseObject({ token: z.string(), client_id: z.string(), client_secret: z.string().optional() });

/** An early timer is no fast poller. */
const pollTolerance = 0.9;

/** What auth.trakt.tv answers: device sign-in, refresh and revocation. */
export function oauthRoutes(app: SandboxApp, service: Service): void {
  const { world, ledger } = service;
  /** When each device code was last asked for: slowness is told of the pace, not of the world. */
  const polledAt = new Map<string, number>();

  const serve = (path: string, handle: (body: unknown, c: SandboxContext) => Answer): void => {
    app.post(path, (c) =>
      edge(service, c, path, async () => {
        const body = await bodyOf(c);
        const answer = body === undefined ? empty(400) : handle(body, c);
        return lateFault(service.faults, struckBy(service, c, path), c, answer) ?? respond(answer);
      }),
    );
  };

  const isApp = (app_: { client_id: string; client_secret?: string | undefined }): boolean => {
    const { apps } = ledger.behaviour;
    if (apps === null) return true;
    return Object.hasOwn(apps, app_.client_id) && apps[app_.client_id] === app_.client_secret;
  };

  serve("/oauth/device/code", (body, c) => {
    const asked = AskDevice.safeParse(body);
    if (!asked.success) return empty(400);
    const { apps } = ledger.behaviour;
    if (apps !== null && !Object.hasOwn(apps, asked.data.client_id)) return empty(403);
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
    if (last !== undefined && now - last < deviceIntervalSeconds * 1000 * pollTolerance) {
      return empty(429, { "retry-after": String(deviceIntervalSeconds) });
    }
    const tokens = world.redeemDevice(device);
    return tokens === undefined ? empty(400) : json(tokens);
  });

  serve("/oauth/token", (body) => {
    const asked = Exchange.safeParse(body);
    if (!asked.success) return json({ error: "invalid_request", error_description: "missing parameter" }, 400);
    if (!isApp(asked.data)) return json({ error: "invalid_client", error_description: "unknown client" }, 401);
    const { grant_type, refresh_token = "", client_id } = asked.data;
    const tokens = grant_type === "refresh_token" ? world.refresh(refresh_token, client_id) : undefined;
    if (tokens !== undefined) return json(tokens);
    const { invalidGrantStatus } = ledger.behaviour;
    return json({ error: "invalid_grant", error_description: "session not found" }, invalidGrantStatus);
  });

  serve("/oauth/revoke", (body) => {
    const asked = Revoke.safeParse(body);
    if (!asked.success) return empty(400);
    if (!isApp(asked.data)) return empty(401);
    world.revokeToken(asked.data.token);
    return json({});
  });
}

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
