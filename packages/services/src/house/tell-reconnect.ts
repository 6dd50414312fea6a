import { connectionKey } from "@showrunner/core/keys.ts";
import { type Account, Connection } from "@showrunner/core/records.ts";
import { requestNotices } from "../act/notices.ts";
import type { Services } from "../context.ts";
import { recordEvents } from "../events/record-events.ts";
import { load } from "../stored.ts";
import { movedWithoutTokens } from "./export.ts";

/**
 * Tells somebody who arrived without tokens, on every channel that they have, that they must sign in here; rules see
 * `connection.needs_reconnect`. Once for an archive, however often it is asked for.
 *
 * @returns whether they must.
 */
export async function tellToReconnect(ctx: Services, account: Account, archiveId: string): Promise<boolean> {
  const connection = await load(ctx.store, Connection, connectionKey(account.id));
  if (connection?.value.state !== "needs_reconnect") return false;
  if (connection.value.reason !== movedWithoutTokens) return true;
  const since = new Date(ctx.clock.now()).toISOString();
  const identity = `moved:${archiveId}`;
  const data = { reason: movedWithoutTokens, since };
  await recordEvents(ctx, account, [
    { draft: { type: "connection.needs_reconnect", subject: "account", time: since, identity, data } },
  ]);
  await requestNotices(ctx, account, identity, {
    title: "Trakt must be connected again",
    body: `Showrunner has moved, and the link to Trakt did not move along. Nothing new is seen or done for ${account.username} until you sign in here as the same person. Your rules and their history are as they were.`,
  });
  return true;
}
