import { itemKey, type ActionRequest } from "@showrunner/core/actions.ts";
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

/** The change that an action leads to, in the same words as `echoesFor`; undefined for what nobody looks at. */
function echoOf(request: ActionRequest): string | undefined {
  switch (request.do) {
    case "watchlist.add":
      return `watchlist.item_added#${itemKey(request.item)}`;
    case "watchlist.remove":
      return `watchlist.item_removed#${itemKey(request.item)}`;
    case "hide":
      return `item.hidden#${request.section}#${itemKey(request.item)}`;
    case "unhide":
      return `item.unhidden#${request.section}#${itemKey(request.item)}`;
    case "drop":
      return `show.dropped#${itemKey(request.item)}`;
    case "undrop":
      return `show.undropped#${itemKey(request.item)}`;
    case "history.add":
      return `${request.item.type === "movie" ? "movie.watched" : "episode.watched"}#${itemKey(request.item)}`;
    case "rate":
      return `item.rated#${itemKey(request.item)}#${request.rating}`;
    case "list.add":
    case "notify":
    case "webhook":
      return undefined;
  }
}

/** The echoes that would explain this change, the narrowest first; none for what no action can cause. */
function echoesFor(draft: Draft): string[] {
  switch (draft.type) {
    case "watchlist.item_added":
    case "watchlist.item_removed":
      return [`${draft.type}#${listedItemKey(draft.data)}`];
    case "item.rated":
      return [`${draft.type}#${listedItemKey(draft.data)}#${draft.data.rating}`];
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
export async function expectEchoes(ctx: Services, action: ActionRecord): Promise<void> {
  await putEcho(ctx, action, echoLifeMs);
}

/**
 * It seems that nothing will come back: Trakt had it so already. A change that comes back soon is taken for ours all
 * the same, since a receipt may say less than was done; a later one is the person's own.
 */
export async function fadeEchoes(ctx: Services, action: ActionRecord): Promise<void> {
  await putEcho(ctx, action, 2 * ctx.settings.settleMs);
}

async function putEcho(ctx: Services, action: ActionRecord, lifeMs: number): Promise<void> {
  const { request } = action;
  const name = echoOf(request);
  if (name === undefined) return;
  const echo: Echo = {
    actionid: action.id,
    ruleid: action.ruleId,
    chain: action.chain,
    minute: request.do === "history.add" ? minuteOf(request.watched_at) : null,
    expiresAt: ctx.clock.now() + lifeMs,
  };
  await ctx.store.put({
    ...echoKey(action.accountId, name),
    v: 1,
    data: echo,
    ttl: Math.ceil(echo.expiresAt / 1000),
  });
}

/** Takes back what will not come: the action failed for good. */
export async function forgetEchoes(ctx: Services, action: ActionRecord): Promise<void> {
  const name = echoOf(action.request);
  if (name !== undefined) await ctx.store.delete(echoKey(action.accountId, name));
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
    return echo === undefined ? undefined : { actionid: echo.actionid, ruleid: echo.ruleid, chain: echo.chain };
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
