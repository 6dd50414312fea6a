import { Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { DeviceCode } from "@showrunner/trakt/oauth.ts";
import { connectAccount } from "./accounts.ts";
import type { Services } from "../context.ts";

/** OAuth's device flow: a client that is told to slow down waits this much longer. RFC 8628, 3.5. */
const slowDownMs = 5000;

/**
 * Connects a person by a device code: `show` tells them where to go and what to type, then this waits until they
 * did, refused, or let the code run out.
 */
export async function signInByDevice(
  ctx: Services,
  show: (code: DeviceCode) => void | Promise<void>,
  signal?: AbortSignal,
): Promise<Account> {
  const code = await ctx.trakt.oauth.deviceCode();
  await show(code);
  let intervalMs = code.intervalMs;
  const endsAt = ctx.clock.now() + code.expiresInMs;
  while (ctx.clock.now() < endsAt) {
    await ctx.clock.sleep(intervalMs, signal);
    const poll = await ctx.trakt.oauth.pollDeviceToken(code.deviceCode);
    switch (poll.kind) {
      case "token":
        return await connectAccount(ctx, poll.tokens);
      case "pending":
        break;
      case "slow_down":
        intervalMs += slowDownMs;
        break;
      case "denied":
        throw new Problem({
          code: "login.denied",
          message: "Trakt says that access was refused",
          hint: "Run `showrunner login` again and allow it.",
        });
      case "expired":
      case "not_found":
      case "already_used":
        throw codeIsOver();
    }
  }
  throw codeIsOver();
}

function codeIsOver(): Problem {
  return new Problem({
    code: "login.code_expired",
    message: "the code was not entered in time",
    hint: "Run `showrunner login` again for a new one.",
  });
}
