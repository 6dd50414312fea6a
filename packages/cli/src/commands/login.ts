import { signInByDevice } from "@showrunner/services/accounts/sign-in.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show, tell } from "../output.ts";
import { remind } from "../reminding.ts";

/** Connects an account by a code that the person types in at Trakt. */
export async function login(options: GlobalOptions): Promise<void> {
  await withServices(options, { trakt: true }, async ({ ctx, output }) => {
    const waiting = new AbortController();
    let reminding = Promise.resolve();
    try {
      const { id, username } = await signInByDevice(ctx, ({ verificationUrl, userCode, expiresInMs }) => {
        tell(
          output,
          { open: verificationUrl, code: userCode, expiresInSeconds: Math.round(expiresInMs / 1000) },
          `Open ${verificationUrl} and enter the code ${userCode} (good for ${minutesOf(expiresInMs)}).\nWaiting for you to do so; Ctrl-C gives up …`,
        );
        const say = (leftMs: number) =>
          tell(
            output,
            { expiresInSeconds: Math.round(leftMs / 1000) },
            `Still waiting: ${minutesOf(leftMs)} left to enter ${userCode}.`,
          );
        reminding = remind(ctx.clock, ctx.clock.now() + expiresInMs, say, waiting.signal);
      });
      show(output, { id, username }, `Connected ${username} (${id}).`);
    } finally {
      waiting.abort();
      await reminding;
    }
  });
}

function minutesOf(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}
