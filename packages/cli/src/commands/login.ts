import type { Clock } from "@showrunner/core/clock.ts";
import { signInByDevice } from "@showrunner/services/sign-in.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { type Output, show, tell } from "../output.ts";

/** Connects an account by a code that the person types in at Trakt. */
export async function login(options: GlobalOptions): Promise<void> {
  await withServices(options, { trakt: true }, async ({ ctx, output }) => {
    const waiting = new AbortController();
    let reminding = Promise.resolve();
    try {
      const { id, username } = await signInByDevice(ctx, ({ verificationUrl, userCode, expiresInMs }) => {
        const minutes = minutesOf(expiresInMs);
        tell(
          output,
          { open: verificationUrl, code: userCode, expiresInSeconds: Math.round(expiresInMs / 1000) },
          `Open ${verificationUrl} and enter the code ${userCode} (good for ${minutes}).\nWaiting for you to do so; Ctrl-C gives up …`,
        );
        reminding = remind(ctx.clock, output, ctx.clock.now() + expiresInMs, waiting.signal);
      });
      show(output, { id, username }, `Connected ${username} (${id}).`);
    } finally {
      waiting.abort();
      await reminding;
    }
  });
}

const remindEveryMs = 60_000;

/** Says each minute how long the code is still good: who waits sees that something does. */
async function remind(clock: Clock, output: Output, endsAt: number, signal: AbortSignal): Promise<void> {
  while (endsAt - clock.now() > remindEveryMs) {
    try {
      await clock.sleep(remindEveryMs, signal);
    } catch {
      return;
    }
    const leftMs = Math.max(0, endsAt - clock.now());
    tell(output, { expiresInSeconds: Math.round(leftMs / 1000) }, `Still waiting: ${minutesOf(leftMs)} left.`);
  }
}

function minutesOf(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}
