import type { TraktPerson } from "@showrunner/core/events/people.ts";
import type { User } from "@showrunner/trakt/contract/profiles.ts";
import { slugOf } from "../../views/person.ts";

/** What snapshots and events keep of somebody: their names, which both of Trakt's backends give. */
export function traktPersonOf({ username, name, ids }: User): TraktPerson {
  return { username, ...(name == null || name === "" ? {} : { name }), slug: ids.slug ?? slugOf(username) };
}
