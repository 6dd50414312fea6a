import { signInByDevice } from "@showrunner/services/sign-in.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";

/** Connects an account by a code that the person types in at Trakt. */
export async function login(options: GlobalOptions): Promise<void> {
  await withServices(options, { trakt: true }, async ({ ctx, output }) => {
    const account = await signInByDevice(ctx, ({ verificationUrl, userCode, expiresInMs }) => {
      const minutes = Math.round(expiresInMs / 60_000);
      output.printError(`Open ${verificationUrl} and enter the code ${userCode} (good for ${minutes} minutes).`);
      output.printError("Waiting for you to do so …");
    });
    const { id, username } = account;
    show(output, { id, username }, `Connected ${username} (${id}).`);
  });
}
