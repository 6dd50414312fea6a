import type { ItemRef, TraktRequest } from "@showrunner/core/actions.ts";
import { Problem } from "@showrunner/core/errors.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";

/** Trakt cuts `watched_at` to the minute. Trakt discussion 694. */
const minuteMs = 60_000;

/** The history ids of plays of a thing at the minute that an action would give them. */
export async function findPlays(session: TraktSession, request: TraktRequest): Promise<(number | bigint)[]> {
  if (request.do !== "history.add") return [];
  const type = historyType(request.item);
  if (type === undefined || request.item.trakt === undefined) return [];
  const at = Date.parse(request.watched_at);
  const { items, whole } = await session.readWhole(Sync.history, { type, item_id: request.item.trakt });
  const found = items
    .filter(
      (play) =>
        // `released` and `unknown` give a time that is Trakt's to know: any play of the thing then counts.
        Number.isNaN(at) || Math.floor(Date.parse(play.watched_at) / minuteMs) === Math.floor(at / minuteMs),
    )
    .map((play) => play.id);
  if (found.length === 0 && !whole)
    throw new Problem({
      code: "history.incomplete",
      message: `the plays of ${request.item.title} could not be read to their end, and the one looked for may be among the others`,
      retry: { kind: "default" },
    });
  return found;
}

function historyType(item: ItemRef): "movies" | "episodes" | "shows" | "seasons" | undefined {
  switch (item.type) {
    case "movie":
      return "movies";
    case "episode":
      return "episodes";
    case "show":
      return "shows";
    case "season":
      return "seasons";
  }
}
