import { Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import { getAccount, listAccounts } from "@showrunner/services/accounts/accounts.ts";
import type { SessionWay } from "@showrunner/services/accounts/session-way.ts";
import type { Services } from "@showrunner/services/context.ts";
import type { ApiOptions } from "../api-options.ts";
import * as Sessions from "../contract/sessions.ts";
import { addressOf } from "../address.ts";
import { deviceCookie, dropDeviceCookie, setDeviceCookie } from "../device-cookie.ts";
import { houseRules } from "../house-rules.ts";
import { runsThePlace } from "../runs-the-place.ts";
import { dropSessionCookie, sessionCookie } from "../session-cookie.ts";
import { signIn } from "../sign-in.ts";
import { type Implemented, implement, implementFor } from "./implement.ts";

const sessions = () => import("@showrunner/services/accounts/sessions.ts");

export function sessionRoutes(options: ApiOptions): Implemented[] {
  return [
    implement(Sessions.get, async ({ ctx, who, c }) => {
      // What opens nothing any more is not carried along.
      if (who.kind === "nobody" && sessionCookie(c) !== undefined) dropSessionCookie(c);
      return await stateOf(ctx, options, who.kind === "session" ? await getAccount(ctx, who.accountId) : null);
    }),
    implement(Sessions.end, async ({ ctx, who, c }) => {
      dropSessionCookie(c);
      if (who.kind !== "session") return { ended: false };
      const { endSession } = await sessions();
      await endSession(ctx, who.accountId, who.sessionId);
      return { ended: true };
    }),
    implement(Sessions.demo, async ({ ctx, c, body }) => {
      const wanted = body.person.toLowerCase();
      const account = (await demoPeople(ctx, options)).find(({ username }) => username.toLowerCase() === wanted);
      if (account === undefined)
        throw new Problem({
          code: "person.unknown",
          message:
            options.mode === "sandbox" ? `the demo has no "${body.person}"` : "this is no demo: nobody here is made up",
          hint: "Ask GET /api/v1/session who there is, and how to sign in.",
        });
      await signIn(ctx, c, options, account, "demo");
      return await stateOf(ctx, options, account);
    }),
    implement(Sessions.beginDevice, async ({ ctx, c, who, body }) => {
      const [{ takeTurn }, { inviteHash }, { beginDeviceSignIn }] = await Promise.all([
        import("@showrunner/services/accounts/rate-limit.ts"),
        import("@showrunner/services/accounts/invites.ts"),
        import("@showrunner/services/accounts/device-sign-in.ts"),
      ]);
      await takeTurn(ctx, "device", addressOf(c));
      const begun = await beginDeviceSignIn(ctx, {
        invite: body.invite === undefined ? null : inviteHash(body.invite),
        isVouchedFor: who.kind === "operator",
      });
      setDeviceCookie(c, begun.id, begun.nonce.reveal());
      const speed = options.speed ?? 1;
      return {
        id: begun.id,
        userCode: begun.userCode,
        url: begun.verificationUrl,
        expiresInSeconds: Math.round(begun.expiresInMs / 1000 / speed),
        askAgainAfterMs: Math.max(1000, Math.ceil(begun.intervalMs / speed)),
      };
    }),
    implement(Sessions.lookAtDevice, async ({ ctx, c, param }) => {
      const { lookAtDeviceSignIn } = await import("@showrunner/services/accounts/device-sign-in.ts");
      const id = param("id");
      const found = await lookAtDeviceSignIn(ctx, { id, nonce: deviceCookie(c, id) }, houseRules(options));
      if (found.state === "pending")
        return {
          state: found.state,
          askAgainAfterMs: Math.max(1000, Math.ceil(found.retryAfterMs / (options.speed ?? 1))),
        };
      dropDeviceCookie(c, id);
      await signIn(ctx, c, options, found.account, "device");
      return { state: found.state, askAgainAfterMs: null };
    }),
    implementFor(Sessions.list, async ({ ctx, account, who }) => {
      const { listSessions } = await sessions();
      const own = who.kind === "session" ? who.sessionId : undefined;
      return { items: (await listSessions(ctx, account.id)).map((one) => ({ ...one, isThis: one.id === own })) };
    }),
    implementFor(Sessions.endOne, async ({ ctx, account, param }) => {
      const { endSession } = await sessions();
      await endSession(ctx, account.id, param("session"));
      return { ended: true as const };
    }),
    implementFor(Sessions.endAll, async ({ ctx, account, who, c }) => {
      const { endSessions } = await sessions();
      if (who.kind === "session") dropSessionCookie(c);
      return { ended: await endSessions(ctx, account.id) };
    }),
  ];
}

async function stateOf(ctx: Services, options: ApiOptions, account: Account | null) {
  const isDemo = options.mode === "sandbox";
  const people = isDemo ? await demoPeople(ctx, options) : [];
  return {
    person: account,
    isOperator: account !== null && (await runsThePlace(ctx, account.id, options.operators)),
    mode: options.mode,
    ways: waysIn(options),
    registration: houseRules(options).registration,
    live: options.bell === undefined ? ("poll" as const) : ("sse" as const),
    version: options.version,
    clock: { now: new Date(ctx.clock.now()).toISOString(), speed: options.speed ?? 1 },
    ...(isDemo ? { demoPeople: people.map(({ username, name }) => ({ username, name })) } : {}),
  };
}

function waysIn(options: ApiOptions): SessionWay[] {
  const byPage: SessionWay[] = options.redirectUri?.() === undefined ? [] : ["trakt"];
  return options.mode === "sandbox" ? ["demo", ...byPage, "device"] : [...byPage, "device"];
}

/** In the demo everybody is made up, and knows nothing that is not. */
async function demoPeople(ctx: Services, { mode }: ApiOptions): Promise<Account[]> {
  return mode === "sandbox" ? await listAccounts(ctx) : [];
}
