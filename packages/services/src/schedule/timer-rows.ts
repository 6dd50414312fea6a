import type { Draft } from "@showrunner/core/events/envelope.ts";
import { deriveId, spread } from "@showrunner/core/ids.ts";
import { index, sortableTime, timerKey } from "@showrunner/core/keys.ts";
import * as z from "zod";
import type { Services } from "../context.ts";

/** Whose timers those of the calendars of all shows and movies are. */
export const everybody = "SHARED";

/** As it is stored. */
export const Timer = z.object({
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
