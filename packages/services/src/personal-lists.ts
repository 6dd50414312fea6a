import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";

/** Trakt's id of the person's list of that name; a private one is made when there is none. */
export async function ensureList(session: TraktSession, name: string): Promise<number> {
  const { items } = await session.readWhole(Users.lists, { id: "me" });
  const known = items.find((list) => list.name.toLowerCase() === name.toLowerCase());
  if (known !== undefined) return known.ids.trakt;
  const made = await session.call(Users.createList, { id: "me", body: { name, privacy: "private" } });
  return made.ids.trakt;
}
