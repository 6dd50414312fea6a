import type { Account } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as UsersLibrary from "@showrunner/trakt/contract/users-library.ts";
import { asPerson } from "../accounts/tokens.ts";
import type { Services } from "../context.ts";
import { readOf } from "./person.ts";
import { type PlayView, playView } from "./play-view.ts";
import { parseQuery, PersonQuery } from "./query.ts";

const mostPlays = 100;

/**
 * The last 100 plays of a person, newest first: the account's own, or those of `user`, as far as they show them.
 * Throws Problems `view.invalid`, `person.unknown`, `person.private`, and what `asPerson` does.
 */
export async function watched(ctx: Services, account: Account, asked: unknown): Promise<PlayView[]> {
  const { user = "me" } = parseQuery(PersonQuery, asked);
  return await asPerson(ctx, account, (session) => readOf(user, () => lastPlays(session, user, mostPlays)));
}

/** The newest plays of a person, of one kind where that is said. */
export async function lastPlays(
  session: TraktSession,
  id: string,
  limit: number,
  type?: "movies" | "episodes",
): Promise<PlayView[]> {
  const plays = await session.call(UsersLibrary.history, {
    id,
    ...(type === undefined ? {} : { type }),
    page: 1,
    limit,
  });
  return plays.map(playView).filter((play) => play !== undefined);
}
