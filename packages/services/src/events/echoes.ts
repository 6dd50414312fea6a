import { itemKey, type ActionRequest, type ItemRef } from "@showrunner/core/actions.ts";
import type { Standing } from "@showrunner/core/deeds.ts";
import type { Draft } from "@showrunner/core/events/envelope.ts";
import { Origin } from "@showrunner/core/events/envelope.ts";
import { echoKey } from "@showrunner/core/keys.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import { listedItemKey } from "@showrunner/detect/item.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { parseItem } from "../stored.ts";

/**
 * Echoes: before an action changes something at Trakt, what will come back as a change is written down, so that
 * the event is known as ours when a poll finds it.
 */
const Echo = Origin.extend({
  /** Of plays: the minute that they were given, where it is known beforehand. */
  minute: z.string().nullable(),
  expiresAt: z.number(),
});
type Echo = z.infer<typeof Echo>;

/** Longer than the slowest tier: the change must be found while its echo is still known. */
const echoLifeMs = 12 * 3_600_000;

/** With more plays than this the thing itself is expected to lose them. */
const mostPlayEchoes = 100;

/**
 * The changes that an action leads to, in the same words as `echoesFor`; none for what nobody looks at. `before` is how
 * its thing stood, as far as that was read.
 */
function echoesOf(request: ActionRequest, before: Standing | undefined): string[] {
  switch (request.do) {
    case "household.share":
      return [];
    case "watchlist.add":
    case "favorites.add":
      return [`${request.do.replace("add", "item_added")}#${itemKey(request.item)}`];
    case "watchlist.remove":
    case "favorites.remove":
      return [`${request.do.replace("remove", "item_removed")}#${itemKey(request.item)}`];
    case "collection.add":
      return [`collection.item_added#${collectedKey(request.item)}`];
    case "collection.remove":
      return [`collection.item_removed#${collectedKey(request.item)}`];
    case "hide":
      return [`item.hidden#${request.section}#${itemKey(request.item)}`];
    case "unhide":
      return [`item.unhidden#${request.section}#${itemKey(request.item)}`];
    case "drop":
      return [`show.dropped#${itemKey(request.item)}`];
    case "undrop":
      return [`show.undropped#${itemKey(request.item)}`];
    case "history.add":
      return [`${watchedType(request.item)}#${itemKey(request.item)}`];
    case "checkin":
      return [`${watchedType(request.item)}#${itemKey(request.item)}`, `watching.started#${itemKey(request.item)}`];
    case "history.remove": {
      const plays = request.plays === "all" ? before?.parts?.map((part) => part.play) : request.plays;
      return plays === undefined || plays.length > mostPlayEchoes
        ? [`play.removed#${itemKey(request.item)}`]
        : plays.map((play) => `play.removed#${play}`);
    }
    case "rate":
      return [`item.rated#${itemKey(request.item)}#${request.rating}`];
    case "unrate":
      return [`item.unrated#${itemKey(request.item)}`];
    case "list.add": {
      // The list is made where there is none.
      const list = request.list.toLowerCase();
      return [`list.item_added#${list}#${itemKey(request.item)}`, `list.created#${list}`];
    }
    case "list.remove":
      return [`list.item_removed#${request.list.toLowerCase()}#${itemKey(request.item)}`];
    case "notify":
    case "webhook":
      return [];
  }
}

function watchedType(item: ItemRef): "movie.watched" | "episode.watched" {
  return item.type === "movie" ? "movie.watched" : "episode.watched";
}

/** Trakt tells a collected episode by its show and number. */
function collectedKey(item: ItemRef): string {
  const isPlaced = item.type === "episode" && item.show !== undefined;
  return isPlaced ? `episode:${item.show}:${item.season}:${item.number}` : itemKey(item);
}

/** The echoes that would explain this change, the narrowest first; none for what no action can cause. */
function echoesFor(draft: Draft): string[] {
  switch (draft.type) {
    case "watchlist.item_added":
    case "watchlist.item_removed":
    case "favorites.item_added":
    case "favorites.item_removed":
      return [`${draft.type}#${listedItemKey(draft.data)}`];
    case "item.rated":
      return [`${draft.type}#${listedItemKey(draft.data)}#${draft.data.rating}`];
    case "item.unrated":
      return [`${draft.type}#${listedItemKey(draft.data)}`];
    case "list.item_added":
    case "list.item_removed":
      return [`${draft.type}#${draft.data.personal_list.name.toLowerCase()}#${listedItemKey(draft.data)}`];
    case "list.created":
      return [`${draft.type}#${draft.data.personal_list.name.toLowerCase()}`];
    case "watching.started":
      return [`${draft.type}#${listedItemKey(draft.data)}`];
    case "item.hidden":
    case "item.unhidden":
      return [`${draft.type}#${draft.data.section}#${listedItemKey(draft.data)}`];
    case "show.dropped":
    case "show.undropped":
      return [`${draft.type}#show:${draft.data.show.ids.trakt}`];
    case "episode.watched": {
      const { episode, show } = draft.data;
      // A season or show that an action adds comes back as a play of each of its episodes.
      const things = [
        `episode:${episode.ids.trakt}`,
        `season:${show.ids.trakt}:${episode.season}`,
        `show:${show.ids.trakt}`,
      ];
      return things.map((thing) => `${draft.type}#${thing}`);
    }
    case "collection.item_added":
    case "collection.item_removed": {
      const { show, episode, movie } = draft.data;
      if (movie !== undefined) return [`${draft.type}#movie:${movie.ids.trakt}`];
      if (show === undefined || episode === undefined) return [];
      const things = [
        `episode:${show.ids.trakt}:${episode.season}:${episode.number}`,
        `season:${show.ids.trakt}:${episode.season}`,
        `show:${show.ids.trakt}`,
      ];
      return things.map((thing) => `${draft.type}#${thing}`);
    }
    case "play.removed": {
      const { play_id, episode, show, movie } = draft.data;
      const things = [
        `${play_id}`,
        ...(movie === undefined ? [] : [`movie:${movie.ids.trakt}`]),
        ...(episode === undefined ? [] : [`episode:${episode.ids.trakt}`]),
        ...(episode === undefined || show === undefined ? [] : [`season:${show.ids.trakt}:${episode.season}`]),
        ...(show === undefined ? [] : [`show:${show.ids.trakt}`]),
      ];
      return things.map((thing) => `${draft.type}#${thing}`);
    }
    case "movie.watched":
      return [`${draft.type}#movie:${draft.data.movie.ids.trakt}`];
    default:
      return [];
  }
}

/** Trakt keeps plays to the minute. `released` and `unknown` are times that only Trakt knows. */
function minuteOf(time: string): string | null {
  const epochMs = Date.parse(time);
  return Number.isNaN(epochMs) ? null : new Date(epochMs).toISOString().slice(0, 16);
}

function explains(echo: Echo, draft: Draft, now: number): boolean {
  if (echo.expiresAt <= now) return false;
  const isPlay = draft.type === "episode.watched" || draft.type === "movie.watched";
  return !isPlay || echo.minute === null || echo.minute === minuteOf(draft.data.watched_at);
}

/** Writes down what an action is about to change. Durable before the change is made. */
export async function expectEchoes(ctx: Services, action: ActionRecord, before?: Standing): Promise<void> {
  await putEchoes(ctx, action, before, echoLifeMs);
}

/**
 * It seems that nothing will come back: Trakt had it so already. A change that comes back soon is taken for ours all
 * the same, since a receipt may say less than was done; a later one is the person's own.
 */
export async function fadeEchoes(ctx: Services, action: ActionRecord): Promise<void> {
  await putEchoes(ctx, action, undefined, 2 * ctx.settings.settleMs);
}

async function putEchoes(
  ctx: Services,
  action: ActionRecord,
  before: Standing | undefined,
  lifeMs: number,
): Promise<void> {
  const { request } = action;
  const echo: Echo = {
    actionid: action.id,
    ruleid: action.ruleId,
    chain: action.chain,
    ...(action.undoes == null ? {} : { undoes: action.undoes.actionId }),
    minute: request.do === "history.add" ? minuteOf(request.watched_at) : null,
    expiresAt: ctx.clock.now() + lifeMs,
  };
  const ttl = Math.ceil(echo.expiresAt / 1000);
  for (const name of echoesOf(request, before))
    await ctx.store.put({ ...echoKey(action.accountId, name), v: 1, data: echo, ttl });
}

/** Takes back what will not come: the action failed for good. */
export async function forgetEchoes(ctx: Services, action: ActionRecord): Promise<void> {
  for (const name of echoesOf(action.request, undefined)) await ctx.store.delete(echoKey(action.accountId, name));
}

/** Which of the drafts are echoes of our own actions, and of which. */
export async function originsOf(
  ctx: Services,
  accountId: string,
  drafts: readonly Draft[],
): Promise<(Origin | undefined)[]> {
  const names = drafts.map(echoesFor);
  const keys = [...new Set(names.flat())].map((name) => echoKey(accountId, name));
  if (keys.length === 0) return drafts.map(() => undefined);
  const now = ctx.clock.now();
  const found = new Map((await ctx.store.getMany(keys)).map((item) => [item.sk, parseItem(Echo, item).value]));
  return drafts.map((draft, at) => {
    const echoes = (names[at] ?? []).map((name) => found.get(echoKey(accountId, name).sk));
    const echo = echoes.find((one) => one !== undefined && explains(one, draft, now));
    return echo === undefined ? undefined : Origin.parse(echo);
  });
}

/**
 * An echo of one thing explains one change only: once its event is recorded it is used up. That of a season or show
 * explains a play of each episode, and lives on to its end.
 */
export async function consumeEcho(ctx: Services, accountId: string, draft: Draft): Promise<void> {
  const [narrowest] = echoesFor(draft);
  if (narrowest !== undefined) await ctx.store.delete(echoKey(accountId, narrowest));
}
