import type { Account } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as UsersLibrary from "@showrunner/trakt/contract/users-library.ts";
import type { Services } from "../context.ts";
import { askTrakt } from "./ask-trakt.ts";
import { oneFlight } from "./one-flight.ts";
import { readOf } from "./person.ts";
import { type PlayView, playView } from "./play-view.ts";
import { parseQuery, PersonQuery } from "./query.ts";
import { incomplete } from "./whole-list.ts";

const mostPlays = 100;
const flight = oneFlight<PlayView[]>();

/**
 * The last 100 plays of a person, newest first: the account's own, or those of `user`, as far as they show them.
 * Throws Problems `view.invalid`, `person.unknown`, `person.private`, and what `askTrakt` does.
 */
export async function watched(
  ctx: Services,
  account: Account,
  asked: unknown,
  signal?: AbortSignal,
): Promise<PlayView[]> {
  const { user = "me" } = parseQuery(PersonQuery, asked);
  return await flight(ctx, [account.id, user], signal, (ends) =>
    askTrakt(ctx, account, (session) => readOf(user, () => lastPlays(session, user, mostPlays)), ends),
  );
}

/** The newest plays of a person, of one kind where that is said. Throws Problem `view.incomplete` when there are fewer than there should be. */
export async function lastPlays(
  session: TraktSession,
  id: string,
  limit: number,
  type?: "movies" | "episodes",
): Promise<PlayView[]> {
  const asked = { id, page: 1, limit, ...(type === undefined ? {} : { type }) };
  for await (const { items, itemCount, limit: given } of session.pages(UsersLibrary.history, asked)) {
    if (itemCount !== null && items.length < Math.min(itemCount, given))
      throw incomplete("the latest plays", `${items.length} came of ${itemCount}`);
    return items.map(playView).filter((play) => play !== undefined);
  }
  return [];
}
