import type { Draft } from "@showrunner/core/events/envelope.ts";
import { deriveId, spread } from "@showrunner/core/ids.ts";
import { index, profileKey, sortableTime, timerKey } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import { Account } from "@showrunner/core/records.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { recordEvents } from "../events/record-events.ts";
import { fireRuleTimer } from "./fire-rule-timer.ts";
import { indexItems, load, parseItem } from "../stored.ts";
import { subscribersOf } from "../rules/triggers.ts";

/** Whose timers those of the calendars of all shows and movies are. */
export const everybody = "SHARED";

const Timer = z.object({
  kind: z.literal("timer"),
  id: z.string(),
  accountId: z.string(),
  dueAt: z.string(),
  /** The fact that comes true then; a Draft, kept as it was found. */
  draft: z.custom<Draft>((value) => z.object({ type: z.string(), identity: z.string() }).safeParse(value).success),
});

/** Something that is to be recorded at its instant: `dueAt` is ISO 8601 in UTC. */
export interface Occurrence {
  dueAt: string;
  draft: Draft;
}

function timerId(accountId: string, draft: Draft): string {
  return deriveId("tmr", [accountId, draft.type, draft.identity]);
}

/** Sets a timer, or moves it when it was set for another time. */
export async function setTimer(ctx: Services, accountId: string, occurrence: Occurrence): Promise<void> {
  const id = timerId(accountId, occurrence.draft);
  await ctx.store.put({
    ...timerKey(accountId, id),
    v: 1,
    data: { kind: "timer", id, accountId, dueAt: occurrence.dueAt, draft: occurrence.draft },
    gsi1pk: index.due(spread(id, ctx.settings.shards)),
    gsi1sk: `${sortableTime(Date.parse(occurrence.dueAt))}#${id}`,
  });
}

export async function dropTimer(ctx: Services, accountId: string, draft: Draft): Promise<void> {
  await ctx.store.delete(timerKey(accountId, timerId(accountId, draft)));
}

/**
 * Records what fell due. The event is durable before its timer goes, and carries an id of its own, so a crash in
 * between records nothing twice.
 *
 * @returns how many timers fired.
 */
export async function fireTimers(ctx: Services): Promise<number> {
  let fired = 0;
  const now = sortableTime(ctx.clock.now());
  for (let shard = 0; shard < ctx.settings.shards; shard++)
    for await (const item of indexItems(ctx.store, index.due(shard), `${now}~`)) {
      if (!item.sk.startsWith("TIMER#")) continue;
      if (item.data["kind"] === "cron") await fireRuleTimer(ctx, item);
      else await fire(ctx, item);
      fired += 1;
    }
  return fired;
}

async function fire(ctx: Services, item: Item): Promise<void> {
  const { value: timer, v } = parseItem(Timer, item);
  const accountIds =
    timer.accountId === everybody ? await subscribersOf(ctx, offsetOf(timer.draft)) : [timer.accountId];
  for (const accountId of accountIds) {
    const account = await load(ctx.store, Account, profileKey(accountId));
    if (account !== undefined) await recordEvents(ctx, account.value, [{ draft: timer.draft }]);
  }
  await ctx.store.delete(timerKey(timer.accountId, timer.id), { kind: "version", v });
}

function offsetOf({ type, data }: Draft): { type: string; minutes: number } {
  return { type, minutes: "offset_minutes" in data ? (data.offset_minutes ?? 0) : 0 };
}
