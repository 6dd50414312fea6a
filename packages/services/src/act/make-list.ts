import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import type * as z from "zod";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";
import { findList, MadeList, madeListKey } from "./personal-lists.ts";

/** Trakt's id of the person's list of that name; a private one is made when there is none. */
export async function ensureList(ctx: Services, session: TraktSession, name: string): Promise<number> {
  const known = await findList(ctx, session, name);
  if (known !== undefined) return known;
  const made = await session.call(Users.createList, { id: "me", body: { name, privacy: "private" } });
  const key = madeListKey(session, name);
  const former = await load(ctx.store, MadeList, key);
  const data: z.infer<typeof MadeList> = { listId: made.ids.trakt, at: ctx.clock.now() };
  await ctx.store.put({ ...key, v: (former?.v ?? 0) + 1, data });
  return made.ids.trakt;
}
