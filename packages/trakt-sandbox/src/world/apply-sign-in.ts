import { unreachable } from "@showrunner/core/errors.ts";
import { touch } from "./activities.ts";
import type { OpOf } from "./ops.ts";
import { personOf, type Device, type State } from "./state.ts";

export type SignInOp = OpOf<
  | "device.asked"
  | "device.approved"
  | "device.denied"
  | "device.used"
  | "tokens.issued"
  | "access.revoked"
  | "app.disconnected"
  | "refresh_tokens.revoked"
  | "code.issued"
  | "code.used"
  | "account.set"
  | "vip.set"
  | "clock.set"
>;

export function applyToSignIn(state: State, op: SignInOp): void {
  switch (op.kind) {
    case "device.asked":
      state.devices.set(op.deviceCode, {
        deviceCode: op.deviceCode,
        userCode: op.userCode,
        client: op.client,
        expiresAt: op.expiresAt,
        answer: { kind: "waiting" },
      });
      return;
    case "device.approved":
      answerDevice(deviceByUserCode(state, op.userCode), { kind: "approved", who: op.who });
      return;
    case "device.denied":
      answerDevice(deviceByUserCode(state, op.userCode), { kind: "denied" });
      return;
    case "device.used":
      answerDevice(state.devices.get(op.deviceCode), { kind: "used" });
      return;
    case "tokens.issued": {
      if (op.spends !== undefined) {
        const spent = state.refreshTokens.get(op.spends);
        state.refreshTokens.delete(op.spends);
        if (op.endsAccess === true && spent !== undefined) state.accessTokens.delete(spent.access);
      }
      const { who, client, access, refresh, expiresAt } = op;
      const grant = { who, client, access, refresh, expiresAt };
      state.accessTokens.set(access, grant);
      state.refreshTokens.set(refresh, grant);
      return;
    }
    case "access.revoked": {
      const grant = state.accessTokens.get(op.access);
      state.accessTokens.delete(op.access);
      if (grant !== undefined) state.refreshTokens.delete(grant.refresh);
      return;
    }
    case "app.disconnected":
      for (const tokens of [state.accessTokens, state.refreshTokens]) {
        for (const [token, grant] of tokens) {
          if (grant.who === op.who && (op.client === undefined || grant.client === op.client)) tokens.delete(token);
        }
      }
      return;
    case "refresh_tokens.revoked":
      state.refreshTokens.clear();
      return;
    case "code.issued": {
      const { who, code, client, redirectUri, challenge, expiresAt } = op;
      state.codes.set(code, { who, code, client, redirectUri, challenge, expiresAt });
      return;
    }
    case "code.used":
      state.codes.delete(op.code);
      return;
    case "account.set":
      if (op.standing === "open") state.closed.delete(op.who);
      else state.closed.set(op.who, op.standing);
      return;
    case "vip.set": {
      const person = personOf(state, op.who);
      person.vip = op.vip;
      touch(person, op.at, ["account.settings_at"]);
      return;
    }
    case "clock.set":
      state.clock = op.setting;
      return;
    default:
      unreachable(op);
  }
}

export function deviceByUserCode(state: State, userCode: string): Device | undefined {
  for (const device of state.devices.values()) if (device.userCode === userCode) return device;
  return undefined;
}

function answerDevice(device: Device | undefined, answer: Device["answer"]): void {
  if (device !== undefined) device.answer = answer;
}
