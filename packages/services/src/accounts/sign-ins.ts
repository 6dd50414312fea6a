import { Problem } from "@showrunner/core/errors.ts";
import { connectionKey } from "@showrunner/core/keys.ts";
import { type Account, Connection } from "@showrunner/core/records.ts";
import { listAccounts } from "./accounts.ts";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";

const lookEveryMs = 1000;

/** The sign-in that each account is connected by; a renewal of its tokens is none. */
export type SignIns = ReadonlyMap<string, string>;

export async function signInsSoFar(ctx: Services): Promise<SignIns> {
  const found = new Map<string, string>();
  for (const { id } of await listAccounts(ctx)) {
    const connection = await load(ctx.store, Connection, connectionKey(id));
    if (connection !== undefined) found.set(id, connection.value.signIn ?? "");
  }
  return found;
}

/** Waits until somebody has signed in who is not in `before` as they are now. Throws Problem `login.expired`. */
export async function awaitSignIn(ctx: Services, before: SignIns, untilMs: number): Promise<Account> {
  while (ctx.clock.now() < untilMs) {
    const now = await signInsSoFar(ctx);
    const account = (await listAccounts(ctx)).find(({ id }) => now.has(id) && now.get(id) !== before.get(id));
    if (account !== undefined) return account;
    await ctx.clock.sleep(lookEveryMs);
  }
  throw new Problem({
    code: "login.expired",
    message: "nobody signed in within ten minutes",
    hint: "Run `showrunner login --browser` again.",
  });
}
