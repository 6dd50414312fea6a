import { catchUpKey } from "@showrunner/core/keys.ts";
import { definitionOf, isEventType } from "@showrunner/core/events/catalogue.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";

/** An account catches up: what is recorded from then until then (epoch ms) is of the silence that began at `since`. */
const CatchUp = z.object({ since: z.number(), from: z.number(), until: z.number() });
export type CatchUp = z.infer<typeof CatchUp>;

/**
 * Says that an account was last polled so long ago that what is found now is a flood. Durable before the first of its
 * events is; a poll that is repeated finds it said.
 */
export async function beginCatchUp(ctx: Services, accountId: string, since: number): Promise<void> {
  const known = await load(ctx.store, CatchUp, catchUpKey(accountId));
  const from = ctx.clock.now();
  if (known !== undefined && known.value.until > from) return;
  const data: CatchUp = { since, from, until: from + ctx.settings.catchUpMs };
  await ctx.store.put(
    { ...catchUpKey(accountId), v: (known?.v ?? 0) + 1, data },
    known === undefined ? { kind: "absent" } : { kind: "version", v: known.v },
  );
}

export async function loadCatchUp(ctx: Services, accountId: string): Promise<CatchUp | undefined> {
  return (await load(ctx.store, CatchUp, catchUpKey(accountId)))?.value;
}

/** The silence that an event is of: one that a poll ended, or one in which no timer fired. */
export function silenceOf(ctx: Services, event: ChangeEvent, known: CatchUp | undefined): CatchUp | undefined {
  const recordedAt = Date.parse(event.recordedtime);
  if (known !== undefined && recordedAt >= known.from && recordedAt < known.until) return known;
  // What airs is recorded to the minute while anybody is there to do it.
  const isTimed = isEventType(event.type) && definitionOf(event.type).family === "calendar";
  const happenedAt = Date.parse(event.time);
  if (!isTimed || !(recordedAt - happenedAt > ctx.settings.silenceMs)) return undefined;
  return { since: happenedAt, from: recordedAt, until: recordedAt + ctx.settings.catchUpMs };
}
