import { isDelivery } from "@showrunner/core/actions.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { actionKey, eventKey } from "@showrunner/core/keys.ts";
import { ActionRecord, type ChannelRecord, type Run } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { type HistoryPage, type PageAsked, runsPage } from "../events/explain.ts";
import { load, parseItem } from "../stored.ts";
import { revive } from "./actions.ts";

const runsAtOnce = 100;
/** So many of the latest runs are looked through for one page: a channel that is seldom used is not searched for ever. */
const mostPages = 10;

/**
 * What rules sent to a channel, the newest first, each with its tries. It is read off the runs that asked for it; a page
 * may have fewer than `limit`, even none, and more to come. Throws Problem `store.cursor_invalid`.
 */
export async function listDeliveries(
  ctx: Services,
  accountId: string,
  channel: Pick<ChannelRecord, "id" | "name">,
  { limit, after }: PageAsked,
): Promise<HistoryPage<ActionRecord>> {
  const found: ActionRecord[] = [];
  let cursor = parseCursor(after);
  for (let page = 0; page < mostPages; page++) {
    const { items: runs, next } = await runsPage(ctx, accountId, { limit: runsAtOnce, after: cursor.after });
    const ids = runs.flatMap((run) => deliveriesOf(run, channel)).slice(cursor.skip);
    const room = limit - found.length;
    found.push(...(await recordsOf(ctx, accountId, ids.slice(0, room))));
    if (ids.length > room) return { items: found, next: cursorText({ ...cursor, skip: cursor.skip + room }) };
    if (next === null) return { items: found, next: null };
    cursor = { skip: 0, after: next };
    if (found.length >= limit) break;
  }
  return { items: found, next: cursorText(cursor) };
}

function deliveriesOf(run: Run, { id, name }: Pick<ChannelRecord, "id" | "name">): string[] {
  const looked = (run.looks ?? []).map(({ actionId, request }) => ({ id: actionId, request }));
  const asked = [...run.actions, ...looked].filter(
    ({ request }) => request !== null && isDelivery(request) && (request.channel === id || request.channel === name),
  );
  return [...new Set(asked.map((one) => one.id))];
}

async function recordsOf(ctx: Services, accountId: string, ids: readonly string[]): Promise<ActionRecord[]> {
  const items = await ctx.store.getMany(ids.map((id) => actionKey(accountId, id)));
  const records = new Map(items.map((item) => [item.sk, parseItem(ActionRecord, item).value]));
  return ids.flatMap((id) => records.get(actionKey(accountId, id).sk) ?? []);
}

/** A place among the runs, and how many deliveries of its page were given already. */
interface Cursor {
  skip: number;
  after: string | undefined;
}

const cursorText = ({ skip, after }: Cursor): string => `${skip}~${after ?? ""}`;

function parseCursor(text: string | undefined): Cursor {
  if (text === undefined) return { skip: 0, after: undefined };
  const [, skip, after] = /^(\d{1,6})~(.*)$/s.exec(text) ?? [];
  if (skip === undefined)
    throw new Problem({
      code: "store.cursor_invalid",
      message: "the place to go on from is none that was given out",
      hint: "Begin again without it.",
    });
  return { skip: Number(skip), after: after === "" ? undefined : after };
}

/** A delivery with its tries. Throws Problem `delivery.unknown`. */
export async function getDelivery(ctx: Services, accountId: string, actionId: string): Promise<ActionRecord> {
  return (await storedDelivery(ctx, accountId, actionId)).value;
}

/**
 * Sends what was sent, or what failed for good, once more: under the id that it had, by a schedule of its own, and not
 * held for quiet hours, for a person asked for it now. Throws Problem `delivery.unknown`, `delivery.under_way`,
 * `delivery.event_gone`, `delivery.changed_meanwhile`.
 */
export async function replayDelivery(ctx: Services, accountId: string, actionId: string): Promise<ActionRecord> {
  const stored = await storedDelivery(ctx, accountId, actionId);
  const { state, eventId, replays, timing } = stored.value;
  if (state !== "DONE" && state !== "DEAD")
    throw new Problem({
      code: "delivery.under_way",
      message: `the delivery ${actionId} is still under way`,
      hint: "It is tried by its schedule; replay it once that has ended.",
    });
  if (eventId !== "" && (await ctx.store.get(eventKey(accountId, eventId))) === undefined)
    throw new Problem({
      code: "delivery.event_gone",
      message: `the event of the delivery ${actionId} is no longer kept`,
      hint: "Only what still has its event can be sent again.",
    });
  const changes = {
    replays: (replays ?? 0) + 1,
    timing: { priority: "normal" as const, ...timing, quiet: false },
  };
  if (!(await revive(ctx, stored, changes)))
    throw new Problem({
      code: "delivery.changed_meanwhile",
      message: `the delivery ${actionId} was changed by somebody else at the same time`,
      hint: "Look at it again.",
    });
  return { ...stored.value, ...changes };
}

async function storedDelivery(ctx: Services, accountId: string, actionId: string) {
  const stored = await load(ctx.store, ActionRecord, actionKey(accountId, actionId));
  if (stored !== undefined && isDelivery(stored.value.request)) return stored;
  throw new Problem({
    code: "delivery.unknown",
    message: `there is no delivery ${actionId}`,
    hint: "List a channel's with `showrunner deliveries list CHANNEL`.",
  });
}
