import { messageOf, Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import type { DeviceCode, DevicePoll } from "@showrunner/trakt/oauth.ts";
import { connectAccount } from "./accounts.ts";
import type { Services } from "../context.ts";

/** OAuth's device flow: a client that is told to slow down waits this much longer. RFC 8628, 3.5. */
export const slowDownMs = 5000;
/** Between tries when Trakt does not answer: doubled each time up to this. RFC 8628, 3.5. */
const longestPauseMs = 60_000;

/**
 * Connects a person by a device code: `show` tells them where to go and what to type, then this waits until they
 * did, refused, or let the code run out. While Trakt has trouble it asks on.
 *
 * Throws Problem `login.denied`, `.code_expired`, `.code_unknown`, `.code_used` or `.trakt_down`.
 */
export async function signInByDevice(
  ctx: Services,
  show: (code: DeviceCode) => void | Promise<void>,
  signal?: AbortSignal,
): Promise<Account> {
  const call = signal === undefined ? {} : { signal };
  const code = await ctx.trakt.oauth.deviceCode(call);
  await show(code);
  let intervalMs = code.intervalMs;
  let pauseMs = 0;
  let trouble: TraktError | undefined;
  const endsAt = ctx.clock.now() + code.expiresInMs;
  while (ctx.clock.now() < endsAt) {
    await ctx.clock.sleep(Math.max(intervalMs, pauseMs), signal);
    let poll: DevicePoll;
    try {
      poll = await ctx.trakt.oauth.pollDeviceToken(code.deviceCode, call);
      trouble = undefined;
      pauseMs = 0;
    } catch (error) {
      if (!(error instanceof TraktError) || error.retry.kind === "never" || signal?.aborted === true) throw error;
      trouble = error;
      pauseMs = Math.min(longestPauseMs, 2 * Math.max(pauseMs, intervalMs));
      continue;
    }
    switch (poll.kind) {
      case "token":
        return await connectAccount(ctx, poll.tokens);
      case "pending":
        break;
      case "slow_down":
        intervalMs += slowDownMs;
        break;
      default:
        throw codeIsOver(poll.kind);
    }
  }
  throw trouble === undefined ? codeIsOver("expired") : traktWasDown(trouble);
}

const ends = {
  denied: {
    code: "login.denied",
    message: "Trakt says that access was refused",
    hint: "Run `showrunner login` again and allow it.",
  },
  expired: {
    code: "login.code_expired",
    message: "the code was not entered in time",
    hint: "Run `showrunner login` again for a new one.",
  },
  not_found: {
    code: "login.code_unknown",
    message: "Trakt does not know the code that it gave",
    hint: "Run `showrunner login` again for a new one; if it stays so, look whether TRAKT_AUTH_URL is Trakt's.",
  },
  already_used: {
    code: "login.code_used",
    message: "the code was used already: Trakt's answer with the tokens was lost on its way",
    hint: "Nobody was connected. Run `showrunner login` again for a new one.",
  },
} as const;

/** Why a device code connects nobody. */
export function codeIsOver(kind: keyof typeof ends): Problem {
  return new Problem(ends[kind]);
}

function traktWasDown(trouble: TraktError): Problem {
  return new Problem({
    code: "login.trakt_down",
    message: `Trakt did not say whether the code was entered: ${messageOf(trouble)}`,
    hint: "Nobody was connected. Run `showrunner login` again when Trakt answers.",
    cause: trouble,
  });
}
