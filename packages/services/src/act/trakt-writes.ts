import {
  itemKey,
  type ActionRequest,
  type HiddenSection,
  type ItemRef,
  type TraktRequest,
} from "@showrunner/core/actions.ts";
import { Problem, unreachable } from "@showrunner/core/errors.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import type { Receipt } from "@showrunner/trakt/contract/replies.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import type { Services } from "../context.ts";
import { findPlays } from "./find-plays.ts";
import { ensureList } from "./personal-lists.ts";

/** What came of one action of a batch. */
export type Effect =
  | { kind: "done"; detail: string }
  /** Trakt had it so already: nothing will come back as a change. */
  | { kind: "nothing_to_do"; detail: string }
  | { kind: "not_found"; detail: string };

interface Write {
  action: ActionRecord;
  request: TraktRequest;
}

/** Actions with the same key go to Trakt in one call. */
export function batchKey(request: ActionRequest): string {
  switch (request.do) {
    case "hide":
    case "unhide":
      return `${request.do} ${request.section}`;
    case "list.add":
      return `${request.do} ${request.list}`;
    default:
      return request.do;
  }
}

/** Writes one batch, all of one kind, in as few calls as Trakt allows; says of each action what came of it. */
export async function write(
  ctx: Services,
  session: TraktSession,
  batch: readonly ActionRecord[],
): Promise<Map<string, Effect>> {
  const writes: Write[] = [];
  for (const action of batch) {
    const { request } = action;
    if (request.do !== "notify" && request.do !== "webhook") writes.push({ action, request });
  }
  const first = writes[0];
  if (first === undefined) return new Map();
  if (first.request.do === "history.add") return await addToHistory(session, writes);
  const receipt = await send(
    ctx,
    session,
    first.request,
    writes.map((one) => one.request),
  );
  return new Map(writes.map(({ action, request }) => [action.id, effectOf(request, receipt)]));
}

async function send(
  ctx: Services,
  session: TraktSession,
  first: TraktRequest,
  all: readonly TraktRequest[],
): Promise<Receipt> {
  const body = things(all.map((request) => ({ item: request.item })));
  switch (first.do) {
    case "watchlist.add":
      return await session.call(Sync.addToWatchlist, { body });
    case "watchlist.remove":
      return await session.call(Sync.removeFromWatchlist, { body });
    case "hide":
      return await session.call(Users.addHidden, { section: first.section, body });
    case "unhide":
      return await session.call(Users.removeHidden, { section: first.section, body });
    case "drop":
      return await session.call(Users.addHidden, { section: "dropped", body });
    case "undrop":
      return await session.call(Users.removeHidden, { section: "dropped", body });
    case "list.add": {
      const list = await ensureList(ctx, session, first.list);
      return await session.call(Users.addListItems, { id: "me", list_id: String(list), body });
    }
    case "rate": {
      const rated = all.map((request) => ({
        item: request.item,
        extra: { rating: request.do === "rate" ? request.rating : undefined },
      }));
      return await session.call(Sync.addRatings, { body: things(rated) });
    }
    case "history.add":
      throw new Problem({ code: "defect.history", message: "plays are added by their own way" });
    default:
      return unreachable(first);
  }
}

/**
 * Plays are no set: what is sent twice is two plays. So a play of which a former attempt's end is unknown is looked
 * for first, and added only when it is not there.
 */
async function addToHistory(session: TraktSession, writes: readonly Write[]): Promise<Map<string, Effect>> {
  const effects = new Map<string, Effect>();
  const toAdd: Write[] = [];
  for (const one of writes) {
    const isThere = one.action.unsure > 0 && (await findPlays(session, one.request)).length > 0;
    if (isThere) effects.set(one.action.id, { kind: "done", detail: "found in the history: the first try had worked" });
    else toAdd.push(one);
  }
  if (toAdd.length === 0) return effects;
  const plays = toAdd.map(({ request }) => ({
    item: request.item,
    extra: { watched_at: request.do === "history.add" ? request.watched_at : undefined },
  }));
  const receipt = await session.call(Sync.addToHistory, { body: things(plays) });
  for (const { action, request } of toAdd) effects.set(action.id, effectOf(request, receipt));
  return effects;
}

type Extra = Record<string, string | number | undefined>;

interface Thing {
  ids: { trakt: number };
}
interface Things {
  movies?: Thing[];
  shows?: (Thing & { seasons?: { number: number }[] })[];
  seasons?: Thing[];
  episodes?: Thing[];
}

/** Things as Trakt's writes take them: by kind, each by Trakt's id; a season without one by its show and number. */
function things(all: readonly { item: ItemRef; extra?: Extra }[]): Things {
  const body: Required<Things> = { movies: [], shows: [], seasons: [], episodes: [] };
  for (const { item, extra } of all) {
    const named = Object.fromEntries(Object.entries(extra ?? {}).filter(([, value]) => value !== undefined));
    switch (item.type) {
      case "movie":
        body.movies.push({ ids: { trakt: item.trakt }, ...named });
        break;
      case "show":
        body.shows.push({ ids: { trakt: item.trakt }, ...named });
        break;
      case "episode":
        body.episodes.push({ ids: { trakt: item.trakt }, ...named });
        break;
      case "season":
        if (item.trakt !== undefined) body.seasons.push({ ids: { trakt: item.trakt }, ...named });
        else body.shows.push({ ids: { trakt: item.show }, seasons: [{ number: item.number, ...named }] });
        break;
    }
  }
  return body;
}

function effectOf(request: TraktRequest, receipt: Receipt): Effect {
  const { item } = request;
  const kind = `${item.type}s` as const;
  if (isMissing(receipt, item))
    return { kind: "not_found", detail: `Trakt does not know ${item.title} (${itemKey(item)})` };
  const words = wordsOf(request);
  if (request.do === "rate") return { kind: "done", detail: words };
  // A count says nothing of one thing among many; with none at all, none of them changed anything.
  if (request.do === "history.add") {
    // A season or show is added as its aired episodes.
    const added = item.type === "movie" ? receipt.added.movies : receipt.added.episodes;
    return added > 0
      ? { kind: "done", detail: words }
      : { kind: "nothing_to_do", detail: `Trakt found nothing of ${item.title} to add` };
  }
  return receipt.added[kind] + receipt.deleted[kind] > 0
    ? { kind: "done", detail: words }
    : { kind: "nothing_to_do", detail: `${words} (it was so already)` };
}

function isMissing({ not_found }: Receipt, item: ItemRef): boolean {
  const has = (kind: "movies" | "shows" | "seasons" | "episodes", trakt: number): boolean =>
    not_found[kind].some((one) => one.ids["trakt"] === trakt);
  if (item.type !== "season") return has(`${item.type}s`, item.trakt);
  // Without an id of its own it was named by its show: the show may be missing, or the season of it.
  return item.trakt === undefined ? has("shows", item.show) || has("seasons", item.show) : has("seasons", item.trakt);
}

const sections: Record<HiddenSection, string> = {
  calendar: "the calendar",
  progress_watched: "watched progress",
  progress_collected: "collected progress",
  recommendations: "the recommendations",
};

function wordsOf(request: TraktRequest): string {
  const { title } = request.item;
  switch (request.do) {
    case "watchlist.add":
      return `${title} is on the watchlist`;
    case "watchlist.remove":
      return `${title} is off the watchlist`;
    case "hide":
      return `${title} is hidden from ${sections[request.section]}`;
    case "unhide":
      return `${title} is shown in ${sections[request.section]} again`;
    case "drop":
      return `${title} is dropped`;
    case "undrop":
      return `${title} is taken up again`;
    case "list.add":
      return `${title} is on the list ${request.list}`;
    case "history.add":
      return `${title} is in the history`;
    case "rate":
      return `${title} is rated ${request.rating}`;
    default:
      return unreachable(request);
  }
}
