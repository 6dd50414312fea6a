import { Problem } from "@showrunner/core/errors.ts";
import { ledgerKey } from "@showrunner/core/keys.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";

/** A list that we made: for a while Trakt's reads do not show it. */
export const MadeList = z.object({ listId: z.int(), at: z.number() });

/** Where it is kept that we made a list. */
export const madeListKey = (session: TraktSession, name: string) =>
  ledgerKey(session.key, `made:${name.toLowerCase()}`);

/** Trakt's id of the person's list of that name; undefined when there is none. */
export async function findList(ctx: Services, session: TraktSession, name: string): Promise<number | undefined> {
  const { items, whole } = await session.readWhole(Users.lists, { id: "me" });
  const known = items.find((list) => list.name.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return known.ids.trakt;
  if (!whole)
    throw new Problem({
      code: "lists.incomplete",
      message: `the personal lists could not be read to their end, and "${name}" may be among the others`,
      retry: { kind: "default" },
    });
  const made = await load(ctx.store, MadeList, madeListKey(session, name));
  return made !== undefined && ctx.clock.now() - made.value.at < ctx.settings.settleMs ? made.value.listId : undefined;
}
