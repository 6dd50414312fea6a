import type { Account } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import type { Services } from "../context.ts";
import { askTrakt } from "./ask-trakt.ts";
import { oneFlight } from "./one-flight.ts";
import { readOf } from "./person.ts";
import { type WatchingView, watchingView } from "./play-view.ts";
import { parseQuery, PersonQuery } from "./query.ts";

const flight = oneFlight<WatchingView | null>();

/**
 * What a person watches now, the account's own or `user`, as far as they show it; null when they watch nothing.
 * Throws Problems `view.invalid`, `person.unknown`, `person.private`, and what `askTrakt` does.
 */
export async function watching(
  ctx: Services,
  account: Account,
  asked: unknown,
  signal?: AbortSignal,
): Promise<WatchingView | null> {
  const { user = "me" } = parseQuery(PersonQuery, asked);
  return await flight(ctx, [account.id, user], signal, (ends) =>
    askTrakt(ctx, account, (session) => readOf(user, () => watchingNow(session, user)), ends),
  );
}

export async function watchingNow(session: TraktSession, id: string): Promise<WatchingView | null> {
  const now = await session.call(Users.watching, { id });
  return now === null ? null : (watchingView(now) ?? null);
}
