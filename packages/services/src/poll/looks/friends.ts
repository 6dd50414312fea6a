import { Problem } from "@showrunner/core/errors.ts";
import type { TraktPerson } from "@showrunner/core/events/people.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as UsersSocial from "@showrunner/trakt/contract/users-social.ts";
import { traktPersonOf } from "../feeds/trakt-person.ts";

export interface Friend {
  person: TraktPerson;
  /** ISO 8601; null where Trakt does not say. */
  friendsAt: string | null;
}

/** The person's friends, all of them, those who left Trakt left out. Throws Problem `friends.incomplete`. */
export async function friendsOf(session: TraktSession): Promise<Friend[]> {
  const { items, whole, reason } = await session.readWhole(UsersSocial.friends, { id: "me" });
  if (!whole)
    throw new Problem({
      code: "friends.incomplete",
      message: `the friends could not be read to the end: ${reason ?? "Trakt gave no reason"}`,
      retry: { kind: "default" },
    });
  return items
    .filter(({ user }) => user.deleted !== true)
    .map(({ user, friends_at }) => ({ person: traktPersonOf(user), friendsAt: friends_at ?? null }));
}
