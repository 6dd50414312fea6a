import { isTraktRequest, itemKey, type TraktRequest } from "@showrunner/core/actions.ts";
import { Deed, type Standing, type Undo } from "@showrunner/core/deeds.ts";
import { deriveId } from "@showrunner/core/ids.ts";
import { accountPk, actionKey, deedKey, index, runKey } from "@showrunner/core/keys.ts";
import { type Account, ActionRecord, type ActionState, Run } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import { wordsOf } from "../act/effect-words.ts";
import { standingsOf } from "../act/standings.ts";
import type { Services } from "../context.ts";
import { indexItems, load, loadAll, parseItem } from "../stored.ts";
import { type Done, type Inverse, inverseOf, placeKey, probeOf, thingKey } from "./inverse.ts";

/** What is to become of the deeds about one thing. */
export interface Planned {
  deeds: readonly [Deed, ...Deed[]];
  /** How things stood once the rule had done it: `Andor is on the watchlist`. */
  did: string;
  verdict:
    | Inverse
    /** It was taken back before, or is being so. */
    | { kind: "taken_back"; why: string; state: ActionState }
    | { kind: "under_way"; why: string };
}

/** An action that takes back a part of what another did; the same part has the same id, whoever asks and however often. */
export function undoingId(actionId: string, request: TraktRequest): string {
  const part = request.do === "history.add" ? request.watched_at : "";
  return deriveId("act", ["undo", actionId, request.do, itemKey(request.item), part]);
}

/** What rules did of a scope, oldest first. */
export async function deedsOf(
  ctx: Services,
  accountId: string,
  { scope, from, to, askedAt }: Pick<Undo, "scope" | "from" | "to" | "askedAt">,
): Promise<Deed[]> {
  switch (scope.what) {
    case "run": {
      const run = await load(ctx.store, Run, runKey(accountId, scope.runId));
      const ids = (run?.value.actions ?? []).map((action) => actionKey(accountId, action.id));
      const actions = (await ctx.store.getMany(ids)).map((item) => parseItem(ActionRecord, item).value);
      const keys = actions.map((action) => deedKey(accountId, action.createdAt, action.id));
      const deeds = (await ctx.store.getMany(keys)).map((item) => parseItem(Deed, item).value);
      return deeds.toSorted((a, b) => (a.at < b.at ? -1 : 1));
    }
    case "rule": {
      const deeds: Deed[] = [];
      for await (const item of indexItems(ctx.store, index.deeds(accountId, scope.ruleId), `${askedAt}~`))
        deeds.push(parseItem(Deed, item).value);
      return deeds;
    }
    case "day": {
      const days = new Set([from ?? 0, (to ?? 1) - 1].map((at) => new Date(at).toISOString().slice(0, 10)));
      const found: Deed[] = [];
      for (const day of days)
        for (const { value } of await loadAll(ctx.store, Deed, accountPk(accountId), `DEED#${day}`)) found.push(value);
      return found.filter(({ at }) => Date.parse(at) >= (from ?? 0) && Date.parse(at) < (to ?? 0));
    }
  }
}

/** Says of each deed how it is taken back, or why not, as things stand at Trakt now. */
export async function planUndo(
  ctx: Services,
  session: TraktSession,
  account: Pick<Account, "id">,
  deeds: readonly Deed[],
): Promise<Planned[]> {
  const actions = await actionsById(ctx, account.id, deeds);
  const groups = [...Map.groupBy(deeds, thingKey).values()];
  const planned: Planned[] = [];
  const open: { done: Done; probe: TraktRequest }[] = [];
  for (const group of groups) {
    const [first, ...more] = group;
    if (first === undefined) continue;
    const both: Done["deeds"] = [first, ...more];
    const did = wordsOfDeed(more.at(-1) ?? first);
    const undone = await takenBack(ctx, more.at(-1) ?? first);
    if (undone !== undefined) {
      planned.push({ deeds: both, did, verdict: undone });
      continue;
    }
    const probe = probeOf(first);
    const doneAt = Math.max(...both.map((deed) => finishedAt(deed, actions)));
    const done = { deeds: both, doneAt, settled: ctx.clock.now() - doneAt > ctx.settings.settleMs };
    if (both.some((deed) => isUnderWay(actions.get(deed.actionId))))
      planned.push({
        deeds: both,
        did,
        verdict: { kind: "under_way", why: "it is still being done: it is taken back once it is" },
      });
    else if (probe === undefined) planned.push({ deeds: both, did, verdict: inverseOf(done, { there: null }) });
    else open.push({ done, probe });
  }
  for (const place of Map.groupBy(open, ({ probe }) => placeKey(probe)).values()) {
    const { standings } = await standingsOf(
      ctx,
      session,
      place.map(({ probe }) => probe),
    );
    for (const [at, { done }] of place.entries()) {
      const now: Standing = standings[at] ?? { there: null };
      planned.push({
        deeds: done.deeds,
        did: wordsOfDeed(done.deeds.at(-1) ?? done.deeds[0]),
        verdict: inverseOf(done, now),
      });
    }
  }
  return planned.toSorted((a, b) => (a.deeds[0].at < b.deeds[0].at ? -1 : 1));
}

function wordsOfDeed({ request }: Deed): string {
  return isTraktRequest(request) ? wordsOf(request) : request.do;
}

async function actionsById(
  ctx: Services,
  accountId: string,
  deeds: readonly Deed[],
): Promise<Map<string, ActionRecord>> {
  const items = await ctx.store.getMany(deeds.map((deed) => actionKey(accountId, deed.actionId)));
  return new Map(items.map((item) => parseItem(ActionRecord, item).value).map((action) => [action.id, action]));
}

function finishedAt(deed: Deed, actions: ReadonlyMap<string, ActionRecord>): number {
  return Date.parse(actions.get(deed.actionId)?.finishedAt ?? deed.at);
}

function isUnderWay(action: ActionRecord | undefined): boolean {
  return action !== undefined && action.state !== "DONE" && action.state !== "DEAD";
}

/** Whether something takes it back already; undefined when nothing does. */
async function takenBack(ctx: Services, deed: Deed): Promise<Planned["verdict"] | undefined> {
  if (deed.undoneBy == null) return undefined;
  const items = await ctx.store.getMany(deed.undoneBy.map((id) => actionKey(deed.accountId, id)));
  const open = items.map((item) => parseItem(ActionRecord, item).value).find((action) => action.state !== "DONE");
  if (open === undefined) return { kind: "taken_back", state: "DONE", why: "it was taken back before" };
  const failed = `taking it back failed: ${open.outcome ?? "for no known reason"}`;
  const why =
    open.state === "DEAD"
      ? `${failed}; do that again with \`showrunner dead retry ${open.id}\``
      : "it is being taken back";
  return { kind: "taken_back", state: open.state, why };
}
