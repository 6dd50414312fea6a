import {
  type ActionRequest,
  isTraktRequest,
  itemKey,
  type ItemRef,
  type TraktRequest,
} from "@showrunner/core/actions.ts";
import type { Standing } from "@showrunner/core/deeds.ts";
import { Problem, unreachable } from "@showrunner/core/errors.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import type { Receipt } from "@showrunner/trakt/contract/replies.ts";
import * as Collection from "@showrunner/trakt/contract/sync-collection.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import type { Services } from "../context.ts";
import { checkIn } from "./check-in.ts";
import { wordsOf } from "./effect-words.ts";
import { ensureList } from "./make-list.ts";
import { findList } from "./personal-lists.ts";
import { partsOfHistory } from "./plays.ts";
import { things } from "./things.ts";

/** What came of one action of a batch. */
export type Effect =
  /**
   * `plays`: the history ids of what it made, where Trakt tells them. `earlier`: it was a former attempt's doing, and what
   * comes back of it may have come.
   */
  | { kind: "done"; detail: string; plays?: number[]; earlier?: boolean }
  /** Trakt had it so already: nothing will come back as a change. */
  | { kind: "nothing_to_do"; detail: string }
  | { kind: "not_found"; detail: string }
  /** Something is in its way that trying again does not move. */
  | { kind: "refused"; detail: string };

/** An action, and how its thing stood at Trakt before its first attempt. */
export interface Prepared {
  action: ActionRecord;
  before: Standing;
}

interface Write extends Prepared {
  request: TraktRequest;
}

/** Actions with the same key go to Trakt in one call. */
export function batchKey(action: Pick<ActionRecord, "id" | "request">): string {
  const { request } = action;
  switch (request.do) {
    case "hide":
    case "unhide":
      return `${request.do} ${request.section}`;
    case "list.add":
    case "list.remove":
      return `${request.do} ${request.list}`;
    case "checkin":
      // Trakt takes one at a time.
      return `${request.do} ${action.id}`;
    default:
      return request.do;
  }
}

/** Writes one batch, all of one kind, in as few calls as Trakt allows; says of each action what came of it. */
export async function write(
  ctx: Services,
  session: TraktSession,
  batch: readonly Prepared[],
): Promise<Map<string, Effect>> {
  const writes: Write[] = [];
  for (const { action, before } of batch)
    if (isTraktRequest(action.request)) writes.push({ action, before, request: action.request });
  const first = writes[0];
  if (first === undefined) return new Map();
  if (first.request.do === "history.add") return await addToHistory(session, writes);
  if (first.request.do === "checkin") return new Map([[first.action.id, await checkIn(session, first)]]);
  const receipt = await send(
    ctx,
    session,
    first.request,
    writes.map((one) => one.request),
  );
  if (receipt === undefined)
    return new Map(writes.map((one) => [one.action.id, { kind: "nothing_to_do", detail: soAlready(one.request) }]));
  return new Map(writes.map((one) => [one.action.id, effectOf(one, receipt)]));
}

/** Undefined when there is nothing to send to. */
async function send(
  ctx: Services,
  session: TraktSession,
  first: TraktRequest,
  all: readonly TraktRequest[],
): Promise<Receipt | undefined> {
  const body = things(all.map((request) => ({ item: request.item, extra: extraOf(request) })));
  switch (first.do) {
    case "watchlist.add":
      return await session.call(Sync.addToWatchlist, { body });
    case "watchlist.remove":
      return await session.call(Sync.removeFromWatchlist, { body });
    case "favorites.add":
      return await session.call(Sync.addToFavorites, { body });
    case "favorites.remove":
      return await session.call(Sync.removeFromFavorites, { body });
    case "collection.add":
      return await session.call(Collection.addToCollection, { body });
    case "collection.remove":
      return await session.call(Collection.removeFromCollection, { body });
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
    case "list.remove": {
      const list = await findList(ctx, session, first.list);
      if (list === undefined) return undefined;
      return await session.call(Users.removeListItems, { id: "me", list_id: String(list), body });
    }
    case "rate":
      return await session.call(Sync.addRatings, { body });
    case "unrate":
      return await session.call(Sync.removeRatings, { body });
    case "history.remove":
      return await removeFromHistory(session, all);
    case "history.add":
    case "checkin":
      throw new Problem({ code: "defect.write", message: `${first.do} is done by its own way` });
    default:
      return unreachable(first);
  }
}

/** What Trakt is told of a thing besides which it is. */
function extraOf(request: TraktRequest): Record<string, string | number | undefined> {
  switch (request.do) {
    case "rate":
      return { rating: request.rating, rated_at: request.rated_at };
    case "hide":
    case "drop":
      return { hidden_at: request.hidden_at };
    case "collection.add":
      return { collected_at: request.collected_at };
    default:
      return {};
  }
}

async function removeFromHistory(session: TraktSession, all: readonly TraktRequest[]): Promise<Receipt> {
  const whole = all.filter((request) => request.do === "history.remove" && request.plays === "all");
  const ids = all.flatMap((request) =>
    request.do === "history.remove" && request.plays !== "all" ? request.plays : [],
  );
  const body = { ...(whole.length === 0 ? {} : things(whole)), ...(ids.length === 0 ? {} : { ids }) };
  return await session.call(Sync.removeFromHistory, { body });
}

/**
 * Plays are no set: what is sent twice is two plays. So a play of which a former attempt's end is unknown is looked
 * for first, among those that were not there before, and added only when it is not there.
 */
async function addToHistory(session: TraktSession, writes: readonly Write[]): Promise<Map<string, Effect>> {
  const effects = new Map<string, Effect>();
  const unsure = writes.filter(({ action }) => action.unsure > 0);
  const found = await partsOfHistory(
    session,
    unsure.map(({ request }) => request),
  );
  for (const [at, { action, before, request }] of unsure.entries()) {
    const now = found[at];
    const former = new Set((before.parts ?? []).map((part) => part.play));
    const made = (now ?? []).filter((part) => !former.has(part.play)).map((part) => part.play);
    if (made.length > 0) {
      const plays = made.filter((play) => play != null);
      effects.set(action.id, { kind: "done", detail: "found in the history: the first try had worked", plays });
    } else if (now === undefined)
      throw new Problem({
        code: "history.incomplete",
        message: `the plays of ${request.item.title} could not be read to their end, and the one looked for may be among the others`,
        retry: { kind: "default" },
      });
  }
  const toAdd = writes.filter(({ action }) => !effects.has(action.id));
  if (toAdd.length === 0) return effects;
  const plays = toAdd.map(({ request }) => ({
    item: request.item,
    extra: { watched_at: request.do === "history.add" ? request.watched_at : undefined },
  }));
  const receipt = await session.call(Sync.addToHistory, { body: things(plays) });
  for (const one of toAdd) effects.set(one.action.id, effectOf(one, receipt));
  return effects;
}

function effectOf({ request, before, action }: Write, receipt: Receipt): Effect {
  const { item } = request;
  if (isMissing(receipt, item))
    return { kind: "not_found", detail: `Trakt does not know ${item.title} (${itemKey(item)})` };
  const words = wordsOf(request);
  if (request.do === "rate") return { kind: "done", detail: words };
  // Plays and copies are of movies and episodes, also where a season or show was named.
  const isOfParts = /^(history|collection)\./.test(request.do);
  const kind = isOfParts && item.type !== "movie" ? "episodes" : (`${item.type}s` as const);
  const changed = receipt.added[kind] + receipt.deleted[kind] + (isOfParts ? receipt.updated[kind] : 0);
  if (request.do === "history.add")
    return changed > 0
      ? { kind: "done", detail: words }
      : { kind: "nothing_to_do", detail: `Trakt found nothing of ${item.title} to add` };
  // A count says nothing of one thing among many: then what was read before it says which were so already.
  // A show that is there in part is not there yet.
  const isOne = !isOfParts || item.type === "movie" || item.type === "episode";
  const wasSo = isOne && before.there === isThereAfter(request);
  if (action.unsure > 0 && before.there !== null && !wasSo)
    return { kind: "done", detail: words, earlier: changed === 0 };
  return changed > 0 && !(wasSo && receiptIsOfMany(receipt))
    ? { kind: "done", detail: words }
    : { kind: "nothing_to_do", detail: soAlready(request) };
}

function receiptIsOfMany({ added, deleted, existing }: Receipt): boolean {
  const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((all, one) => all + one, 0);
  return sum(added) + sum(deleted) + sum(existing) > 1;
}

const soAlready = (request: TraktRequest): string => `${wordsOf(request)} (it was so already)`;

/** Whether the thing is in the place that the request is about, once it is done. */
export function isThereAfter({ do: verb }: Pick<ActionRequest, "do">): boolean {
  return !verb.endsWith(".remove") && verb !== "unhide" && verb !== "undrop" && verb !== "unrate";
}

function isMissing({ not_found }: Receipt, item: ItemRef): boolean {
  const has = (kind: "movies" | "shows" | "seasons" | "episodes", trakt: number): boolean =>
    not_found[kind].some((one) => one.ids["trakt"] === trakt);
  if (item.type !== "season") return has(`${item.type}s`, item.trakt);
  // Without an id of its own it was named by its show: the show may be missing, or the season of it.
  return item.trakt === undefined ? has("shows", item.show) || has("seasons", item.show) : has("seasons", item.trakt);
}
