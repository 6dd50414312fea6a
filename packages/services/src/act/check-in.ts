import type { ItemRef, TraktRequest } from "@showrunner/core/actions.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Checkin from "@showrunner/trakt/contract/checkin.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import { wordsOf } from "./effect-words.ts";
import type { Effect } from "./trakt-writes.ts";

/** Checks in to a movie or episode. While something is being watched Trakt refuses another (409), and says until when. */
export async function checkIn(
  session: TraktSession,
  { action, request }: { action: Pick<ActionRecord, "unsure">; request: TraktRequest },
): Promise<Effect> {
  const { item } = request;
  if (action.unsure > 0 && (await isWatched(session, item)))
    return { kind: "done", detail: `${wordsOf(request)}: the first try had worked` };
  const named = { ids: { trakt: item.type === "season" ? item.show : item.trakt } };
  try {
    const body = item.type === "movie" ? { movie: named } : { episode: named };
    const { id } = await session.call(Checkin.checkIn, { body });
    return { kind: "done", detail: wordsOf(request), ...(typeof id === "number" ? { plays: [id] } : {}) };
  } catch (error) {
    if (!(error instanceof TraktError)) throw error;
    if (error.kind === "not_found") return { kind: "not_found", detail: `Trakt does not know ${item.title}` };
    if (error.kind !== "conflict") throw error;
    if (await isWatched(session, item))
      return { kind: "nothing_to_do", detail: `${item.title} is being watched already` };
    const until = error.expiresAt === null ? "" : ` until ${error.expiresAt}`;
    return { kind: "refused", detail: `another check-in is under way${until}: ${item.title} was not checked in` };
  }
}

async function isWatched(session: TraktSession, item: ItemRef): Promise<boolean> {
  const now = await session.call(Users.watching, { id: "me" });
  const watched = item.type === "movie" ? now?.movie : item.type === "episode" ? now?.episode : undefined;
  return watched !== undefined && item.type !== "season" && watched.ids.trakt === item.trakt;
}
