import { Problem } from "@showrunner/core/errors.ts";
import { connectionKey } from "@showrunner/core/keys.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load, type Stored } from "../stored.ts";
import { isParked } from "./parked.ts";
import { houseMarkKey } from "./rows.ts";

/** What is written down of an account's moves. */
export const HouseMark = z.object({
  /** The archive that it comes, or came, from; null for one that only ever left. */
  archive: z.string().nullable(),
  /**
   * `arriving`: rows are being written, all parked; `waking`: they are all here, and are taken up; `home`; `leaving`: rows are
   * being parked; `left`: all of them are.
   */
  stage: z.enum(["arriving", "waking", "home", "leaving", "left"]),
  /** What is done about rows that were here before: see `arrive`. */
  mode: z.enum(["mirror", "keep"]),
  /** ISO 8601. */
  at: z.string(),
});
export type HouseMark = z.infer<typeof HouseMark>;

export function loadMark(ctx: Services, accountId: string): Promise<Stored<HouseMark> | undefined> {
  return load(ctx.store, HouseMark, houseMarkKey(accountId));
}

export async function setMark(ctx: Services, accountId: string, mark: Omit<HouseMark, "at">): Promise<void> {
  const known = await loadMark(ctx, accountId);
  const data: HouseMark = { ...mark, at: new Date(ctx.clock.now()).toISOString() };
  await ctx.store.put({ ...houseMarkKey(accountId), v: (known?.v ?? 0) + 1, data });
}

/** Whether an account that is known here lives elsewhere, or is still on its way here. */
export async function isAway(ctx: Services, accountId: string): Promise<boolean> {
  const connection = await ctx.store.get(connectionKey(accountId));
  return connection !== undefined && isParked(connection);
}

/** Throws Problem `house.arriving` for an account that is only half here: it neither leaves nor is written into an archive. */
export async function checkWhole(ctx: Services, accountId: string): Promise<void> {
  const stage = (await loadMark(ctx, accountId))?.value.stage;
  if (stage !== "arriving" && stage !== "waking") return;
  throw new Problem({
    code: "house.arriving",
    message: `${accountId} has not wholly arrived here yet`,
    hint: "Run the import again to its end first.",
  });
}
