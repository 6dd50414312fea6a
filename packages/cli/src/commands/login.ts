import { Problem } from "@showrunner/core/errors.ts";
import { signInByDevice } from "@showrunner/services/accounts/sign-in.ts";
import { awaitSignIn, signInsSoFar } from "@showrunner/services/accounts/sign-ins.ts";
import { addInvite } from "@showrunner/services/accounts/invites.ts";
import { signInLifeMs } from "@showrunner/services/accounts/browser-sign-in.ts";
import { envOf, type GlobalOptions, withServices } from "../context.ts";
import { show, tell } from "../output.ts";
import { remind } from "../reminding.ts";

interface LoginOptions extends GlobalOptions {
  browser?: boolean;
}

/** Connects an account: by a code that the person types in at Trakt, or by their browser. */
export async function login(options: LoginOptions): Promise<void> {
  await (options.browser === true ? loginByBrowser(options) : loginByCode(options));
}

async function loginByCode(options: GlobalOptions): Promise<void> {
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
    } catch (error) {
      throw appRefused(error);
    } finally {
      waiting.abort();
      await reminding;
    }
  });
}

/** Nobody has signed in before: whom Trakt does not let in is the app. */
function appRefused(cause: unknown): unknown {
  if (!(cause instanceof Problem) || !["trakt.unauthorized", "trakt.forbidden"].includes(cause.code)) return cause;
  return new Problem({
    code: "login.app_refused",
    message: `Trakt refused this app: ${cause.message}`,
    hint: "Look whether TRAKT_CLIENT_ID and TRAKT_CLIENT_SECRET are those of your app at Trakt.",
    cause,
  });
}

/** Says where to go, then waits until the running Showrunner has connected whoever went there. */
async function loginByBrowser(options: GlobalOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const { port, trakt, demoSpeed, registration } = envOf(options);
    await findShowrunner(port);
    // Whoever has this machine's data needs no invitation of somebody else's.
    const invited =
      registration === "invite" ? (await addInvite(ctx, { name: "showrunner login", days: 1 })).token : null;
    const open = `http://127.0.0.1:${port}/connect${invited === null ? "" : `?invite=${invited.reveal()}`}`;
    const before = await signInsSoFar(ctx);
    tell(
      output,
      { open, expiresInSeconds: signInLifeMs / 1000 },
      `Open ${open} in your browser and allow it at Trakt.\nWaiting for you to do so; Ctrl-C gives up …`,
    );
    const { id, username } = await awaitSignIn(
      ctx,
      before,
      ctx.clock.now() + signInLifeMs * (trakt === null ? demoSpeed : 1),
    );
    show(output, { id, username }, `Connected ${username} (${id}).`);
  });
}

/** Trakt sends the browser back to the running Showrunner: without one nobody would be connected. */
async function findShowrunner(port: number): Promise<void> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
    if (answer.ok) return;
  } catch {
    // Nothing listens there, or not Showrunner: the same to the person.
  }
  throw new Problem({
    code: "login.not_running",
    message: `Showrunner does not answer on port ${port}, and your browser would be sent back to it`,
    hint: "Start it with `showrunner start`, with the same SHOWRUNNER_PORT, or use `showrunner login`, which needs no browser here.",
  });
}

function minutesOf(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}
