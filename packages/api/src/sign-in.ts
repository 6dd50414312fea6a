import type { Account } from "@showrunner/core/records.ts";
import { browserLabel } from "@showrunner/services/accounts/browser-label.ts";
import type { SessionWay } from "@showrunner/services/accounts/session-way.ts";
import { beginSession, endSession, openSession } from "@showrunner/services/accounts/sessions.ts";
import type { Services } from "@showrunner/services/context.ts";
import type { Context } from "hono";
import { sessionCookie, setSessionCookie } from "./session-cookie.ts";

/** Signs the browser in that asks: whatever it was signed in as before is over. */
export async function signIn(
  ctx: Services,
  c: Context,
  { speed = 1 }: { speed?: number },
  account: Pick<Account, "id">,
  way: SessionWay,
): Promise<void> {
  const former = await openSession(ctx, sessionCookie(c) ?? "");
  const label = browserLabel(c.req.header("user-agent"));
  const { token } = await beginSession(ctx, account.id, { label, way, speed });
  setSessionCookie(c, token.reveal());
  if (former !== undefined) await endSession(ctx, former.accountId, former.id);
}
