import { itemKey, type ActionRequest } from "@showrunner/core/actions.ts";
import type { Draft } from "@showrunner/core/events/envelope.ts";
import { Origin } from "@showrunner/core/events/envelope.ts";
import { echoKey } from "@showrunner/core/keys.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import { listedItemKey } from "@showrunner/detect/item.ts";
import * as z from "zod";
import type { Services } from "./context.ts";
import { parseItem } from "./stored.ts";

/**
 * Echoes: before an action changes something at Trakt, what will come back as a change is written down, so that
 * the event is known as ours when a poll finds it.
 */
const Echo = Origin.extend({ expiresAt: z.number() });

/** Longer than the slowest tier: the change must be found while its echo is still known. */
const echoLifeMs = 12 * 3_600_000;

/** The changes that an action leads to, in the same words as `echoOf`. */
function echoesOf(request: ActionRequest): string[] {
  switch (request.do) {
    case "watchlist.add":
      return [`watchlist.item_added#${itemKey(request.item)}`];
    case "watchlist.remove":
      return [`watchlist.item_removed#${itemKey(request.item)}`];
    case "hide":
      return [`item.hidden#${request.section}#${itemKey(request.item)}`];
    case "unhide":
      return [`item.unhidden#${request.section}#${itemKey(request.item)}`];
    case "drop":
      return [`show.dropped#${itemKey(request.item)}`];
    case "undrop":
      return [`show.undropped#${itemKey(request.item)}`];
    case "history.add": {
      const type = request.item.type === "movie" ? "movie.watched" : "episode.watched";
      return [`${type}#${itemKey(request.item)}`];
    }
    case "rate":
      return [`item.rated#${itemKey(request.item)}`];
    case "list.add":
    case "notify":
    case "webhook":
      return [];
  }
}

/** The echo that would explain this change; undefined for what no action can cause. */
function echoOf(draft: Draft): string | undefined {
  switch (draft.type) {
    case "watchlist.item_added":
    case "watchlist.item_removed":
    case "item.rated":
      return `${draft.type}#${listedItemKey(draft.data)}`;
    case "item.hidden":
    case "item.unhidden":
      return `${draft.type}#${draft.data.section}#${listedItemKey(draft.data)}`;
    case "show.dropped":
    case "show.undropped":
      return `${draft.type}#show:${draft.data.show.ids.trakt}`;
    case "episode.watched":
      return `${draft.type}#episode:${draft.data.episode.ids.trakt}`;
    case "movie.watched":
      return `${draft.type}#movie:${draft.data.movie.ids.trakt}`;
    default:
      return undefined;
  }
}

/** Writes down what an action is about to change. Durable before the change is made. */
export async function expectEchoes(ctx: Services, action: ActionRecord): Promise<void> {
  const expiresAt = ctx.clock.now() + echoLifeMs;
  const echo = { actionid: action.id, ruleid: action.ruleId, chain: action.chain, expiresAt };
  await Promise.all(
    echoesOf(action.request).map((one) =>
      ctx.store.put({ ...echoKey(action.accountId, one), v: 1, data: echo, ttl: Math.ceil(expiresAt / 1000) }),
    ),
  );
}

/** Takes back what will not come: the action failed for good, or changed nothing. */
export async function forgetEchoes(ctx: Services, action: ActionRecord): Promise<void> {
  await Promise.all(echoesOf(action.request).map((one) => ctx.store.delete(echoKey(action.accountId, one))));
}

/** Which of the drafts are echoes of our own actions, and of which. */
export async function originsOf(
  ctx: Services,
  accountId: string,
  drafts: readonly Draft[],
): Promise<(Origin | undefined)[]> {
  const names = drafts.map(echoOf);
  const keys = [...new Set(names.filter((name) => name !== undefined))].map((name) => echoKey(accountId, name));
  if (keys.length === 0) return drafts.map(() => undefined);
  const now = ctx.clock.now();
  const found = new Map<string, Origin>();
  for (const item of await ctx.store.getMany(keys)) {
    const { value } = parseItem(Echo, item);
    const { actionid, ruleid, chain } = value;
    if (value.expiresAt > now) found.set(item.sk, { actionid, ruleid, chain });
  }
  return names.map((name) => (name === undefined ? undefined : found.get(echoKey(accountId, name).sk)));
}

/** An echo explains one change only: once its event is recorded it is used up. */
export async function consumeEcho(ctx: Services, accountId: string, draft: Draft): Promise<void> {
  const name = echoOf(draft);
  if (name !== undefined) await ctx.store.delete(echoKey(accountId, name));
}
