import { Problem } from "@showrunner/core/errors.ts";
import { deviceByUserCode } from "./apply-sign-in.ts";
import type { Ledger } from "./ledger.ts";
import type { When } from "./people.ts";
import type { Standing } from "./sign-in-ops.ts";
import { personOf, type AuthorizationCode, type Device, type Grant } from "./state.ts";

/** Trakt's answer to a successful sign-in or refresh; `created_at` in epoch seconds. */
export interface Tokens {
  access_token: string;
  token_type: "bearer";
  expires_in: number;
  refresh_token: string;
  scope: "public";
  created_at: number;
}

export interface RefreshAttempt {
  at: number;
  /** Whose token it was; null when it was never a token. */
  username: string | null;
  outcome: "rotated" | "refused";
}

export type SignIn = ReturnType<typeof signInOf>;

/** User codes have no letters or digits that look like others. */
const codeLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

export function signInOf(ledger: Ledger) {
  const attempts: RefreshAttempt[] = [];
  /** Whose the refresh tokens were that are dead now: for the log of attempts only. */
  const spentBy = new Map<string, string>();

  const issue = (who: string, client: string | null, spends?: string): Tokens => {
    const { tokenLifeSeconds, refreshEndsAccess } = ledger.behaviour;
    const at = ledger.now();
    const access = ledger.secret(`access:${who}`);
    const refresh = ledger.secret(`refresh:${who}`);
    const expiresAt = at + tokenLifeSeconds * 1000;
    const issued = { kind: "tokens.issued", at, who, client, access, refresh, expiresAt } as const;
    ledger.commit(spends === undefined ? issued : { ...issued, spends, endsAccess: refreshEndsAccess });
    return {
      access_token: access,
      token_type: "bearer",
      expires_in: tokenLifeSeconds,
      refresh_token: refresh,
      scope: "public",
      created_at: Math.floor(at / 1000),
    };
  };

  /** A new connection, which may end others. */
  const connect = (who: string, client: string | null): Tokens =>
    ledger.together(() => {
      if (client !== null && ledger.behaviour.oneAppPerFreeAccount && !personOf(ledger.state, who).vip) {
        const grants = [...ledger.state.accessTokens.values(), ...ledger.state.refreshTokens.values()];
        const others = new Set(grants.filter((grant) => grant.who === who).map((grant) => grant.client));
        for (const other of others.difference(new Set([client, null]))) {
          if (other !== null) ledger.commit({ kind: "app.disconnected", at: ledger.now(), who, client: other });
        }
      }
      return issue(who, client);
    });

  const waiting = (userCode: string): Device => {
    const device = deviceByUserCode(ledger.state, userCode.trim().toUpperCase());
    if (device === undefined || device.answer.kind !== "waiting" || device.expiresAt <= ledger.now()) {
      throw new Problem({
        code: "sandbox.no_such_code",
        message: `no device waits for an answer to the code ${userCode}`,
        hint: "It may have expired, or been answered: ask for a new one.",
      });
    }
    return device;
  };

  return {
    askDevice: (client: string): Device => {
      const deviceCode = ledger.secret("device");
      const userCode = lettersOf(ledger.secret("user_code"));
      const expiresAt = ledger.now() + ledger.behaviour.deviceLifeSeconds * 1000;
      const device = { kind: "device.asked", at: ledger.now(), deviceCode, userCode, client, expiresAt } as const;
      ledger.commit(device);
      return waiting(userCode);
    },
    /** The device that waits for this code's answer. Throws Problem `sandbox.no_such_code`. */
    waitingDevice: waiting,
    device: (deviceCode: string): Device | undefined => ledger.state.devices.get(deviceCode),
    /** The person says yes on the activation page. Throws Problem `sandbox.no_such_code`. */
    approveDevice: (userCode: string, username: string): void => {
      const device = waiting(userCode);
      const who = personOf(ledger.state, username).username;
      ledger.commit({ kind: "device.approved", at: ledger.now(), userCode: device.userCode, who });
    },
    denyDevice: (userCode: string): void => {
      const device = waiting(userCode);
      ledger.commit({ kind: "device.denied", at: ledger.now(), userCode: device.userCode });
    },
    /** Gives an approved device its tokens; a code serves once. */
    redeemDevice: (device: Device): Tokens | undefined => {
      const { answer, client, deviceCode } = device;
      if (answer.kind !== "approved") return undefined;
      return ledger.together(() => {
        ledger.commit({ kind: "device.used", at: ledger.now(), deviceCode });
        return connect(answer.who, client);
      });
    },
    /** What the browser of a person who allowed it takes back to the app. Throws Problem `sandbox.no_such_person`. */
    issueCode: (asked: { username: string; client: string; redirectUri: string; challenge: string | null }): string => {
      const who = personOf(ledger.state, asked.username).username;
      const { client, redirectUri, challenge } = asked;
      const code = ledger.secret("code");
      const expiresAt = ledger.now() + ledger.behaviour.codeLifeSeconds * 1000;
      ledger.commit({ kind: "code.issued", at: ledger.now(), who, code, client, redirectUri, challenge, expiresAt });
      return code;
    },
    /** The code while it lives: it dies of its first use, and of age. */
    code: (code: string): AuthorizationCode | undefined => {
      const found = ledger.state.codes.get(code);
      return found !== undefined && found.expiresAt > ledger.now() ? found : undefined;
    },
    redeemCode: ({ code, who, client }: AuthorizationCode): Tokens =>
      ledger.together(() => {
        ledger.commit({ kind: "code.used", at: ledger.now(), code });
        return connect(who, client);
      }),
    /** Trakt locks or closes a person's account to every app, or opens it again. Throws as `issueCode` does. */
    setAccount: (username: string, standing: Standing, when: When = {}): void => {
      const who = personOf(ledger.state, username).username;
      ledger.commit({ kind: "account.set", at: when.at ?? ledger.now(), who, standing });
    },
    /** The person becomes a VIP member, or is one no more. */
    setVip: (username: string, vip: boolean, when: When = {}): void => {
      const who = personOf(ledger.state, username).username;
      ledger.commit({ kind: "vip.set", at: when.at ?? ledger.now(), who, vip });
    },
    /** A pair straight away; without `client` any app may use it. */
    issueTokens: (username: string, options: { client?: string } = {}): Tokens =>
      connect(personOf(ledger.state, username).username, options.client ?? null),
    /** Spends the refresh token at once, whether or not the answer arrives; undefined when it is dead. */
    refresh: (refreshToken: string, client: string): Tokens | undefined => {
      const grant = ledger.state.refreshTokens.get(refreshToken);
      const valid = grant !== undefined && (grant.client === null || grant.client === client);
      attempts.push({
        at: ledger.now(),
        username: grant?.who ?? spentBy.get(refreshToken) ?? null,
        outcome: valid ? "rotated" : "refused",
      });
      if (!valid) return undefined;
      spentBy.set(refreshToken, grant.who);
      return issue(grant.who, grant.client, refreshToken);
    },
    revokeToken: (token: string): void => {
      const grant = ledger.state.accessTokens.get(token) ?? ledger.state.refreshTokens.get(token);
      if (grant === undefined) return;
      ledger.commit({ kind: "access.revoked", at: ledger.now(), access: grant.access });
    },
    /** Whose the access token is, while it lives. */
    grantOf: (access: string): Grant | undefined => {
      const grant = ledger.state.accessTokens.get(access);
      return grant !== undefined && grant.expiresAt > ledger.now() ? grant : undefined;
    },
    /** The person removes the app from their account: all their tokens are dead. */
    disconnectApp: (username: string, when: When = {}): void =>
      ledger.commit({ kind: "app.disconnected", at: when.at ?? ledger.now(), who: username }),
    /** As Trakt's move to a new auth server did to everybody in July 2026; access tokens live on to their end. */
    revokeAllRefreshTokens: (when: When = {}): void =>
      ledger.commit({ kind: "refresh_tokens.revoked", at: when.at ?? ledger.now() }),
    /** Every use of a refresh token since this process started. */
    refreshAttempts: (): readonly RefreshAttempt[] => attempts,
    forgetAttempts: (): void => {
      attempts.length = 0;
      spentBy.clear();
    },
  };
}

function lettersOf(hex: string): string {
  let code = "";
  for (let at = 0; at < 16; at += 2) {
    code += codeLetters[Number.parseInt(hex.slice(at, at + 2), 16) % codeLetters.length] ?? "";
  }
  return code;
}
